/* The twin of switch.py on greenlets that are switched from C: the module switch_bare with run(FRAMES, SWITCHES, DEPTH). */
#include <Python.h>
#include <greenlet.h>

static PyGreenlet *home;
static long frames, switches, depth;

static __attribute__((noinline)) long enter(long n)
{
    if (n > 0)
        return enter(n - 1) / 2 + n; /* nothing that a compiler makes a loop of */
    Py_XDECREF(PyGreenlet_Switch(home, NULL, NULL));
    return 0;
}

static __attribute__((noinline)) long sink(long n)
{
    if (n > 0)
        return sink(n - 1) / 2 + n;
    for (long i = 0; i < switches / 2; i++) {
        if (frames == 1)
            Py_XDECREF(PyGreenlet_Switch(home, NULL, NULL));
        else
            enter(frames - 2);
    }
    return 0;
}

static PyObject *body(PyObject *module, PyObject *arguments)
{
    (void)module, (void)arguments;
    return PyLong_FromLong(sink(depth));
}

static PyMethodDef body_method = {"body", body, METH_VARARGS, NULL};

static PyObject *run(PyObject *module, PyObject *arguments)
{
    (void)module;
    if (!PyArg_ParseTuple(arguments, "lll", &frames, &switches, &depth))
        return NULL;
    home = PyGreenlet_GetCurrent();
    PyGreenlet *other = PyGreenlet_New(PyCFunction_New(&body_method, NULL), NULL);
    for (long i = 0; i <= switches / 2; i++) /* two switches each: there and back */
        Py_XDECREF(PyGreenlet_Switch(other, NULL, NULL));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "switch_bare", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_switch_bare(void)
{
    PyGreenlet_Import();
    return PyModule_Create(&definition);
}
