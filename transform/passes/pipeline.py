"""temporary"""
def run(program, observer=None, verify=False):
    if verify:
        from transform.ir.verifier import verify_program
        verify_program(program)
