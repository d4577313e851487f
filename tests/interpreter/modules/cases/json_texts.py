"""JSON: scanner, encoder, errors and their places."""
import json

import _json


def show(expression):
    try:
        result = eval(expression)
    except BaseException as error:
        result = type(error).__name__, str(error)
    print(expression, "->", ascii(result))


for line in r"""
_json.scanstring('"a\\x"',1)
_json.scanstring('"a\\u12"',1)
_json.scanstring('"a\\u12zz"',1)
_json.scanstring('"a',1)
_json.scanstring('"a\\',1)
_json.scanstring('"a\n"',1)
_json.scanstring('"a\n"',1,False)
_json.scanstring('"a"',5)
_json.scanstring('"a"',-1)
_json.scanstring(3,1)
_json.scanstring('"\\ud83d\\ude00\\ud83dx\\ude00"',1)
_json.scanstring('"\\ud83d\\u12"',1)
_json.encode_basestring(3)
_json.encode_basestring_ascii(3)
_json.encode_basestring_ascii('\x7f\x80\u1234\U0001f600\n\\"\b\x01')
_json.encode_basestring('\x7f\x80\u1234\U0001f600\n\\"\b\x01')
json.loads('')
json.loads('[')
json.loads('[1')
json.loads('[1,')
json.loads('[1,]')
json.loads('{')
json.loads('{1')
json.loads('{"a"')
json.loads('{"a":')
json.loads('{"a":1')
json.loads('{"a":1,')
json.loads('{"a":1,}')
json.loads('-')
json.loads('-x')
json.loads('01')
json.loads('1.')
json.loads('1e')
json.loads('1e5')
json.loads('-0')
json.loads('1'*30)
json.loads('nul')
json.loads('NaN')
json.loads('-Infinity')
json.loads('-Inf')
json.loads('[]x')
json.loads('[1 2]')
json.loads('"\\')
json.dumps(float('nan'),allow_nan=False)
json.dumps({3.5:1,True:2,None:3,4:5,'a':6})
json.dumps({(1,):2})
json.dumps({(1,):2,1:2},skipkeys=True)
json.dumps({'b':1,'a':2},sort_keys=True)
json.dumps({'b':1,1:2},sort_keys=True)
json.dumps(object())
json.dumps([1,[2,(3,)],{},[],1e100,-0.0,float('inf')])
_json.make_encoder(None,None,None,None,':',',',False,False,True)([1,'a'],0)
_json.make_encoder({},None,lambda x:3,None,':',',',False,False,True)([1,'a'],0)
_json.make_scanner(3)
_json.make_scanner(json.JSONDecoder())('[1]',0)
_json.make_scanner(json.JSONDecoder())('[1]',-1)
_json.make_scanner(json.JSONDecoder())('[1]',9)
_json.make_scanner(json.JSONDecoder())(b'[1]',0)
_json.make_scanner(json.JSONDecoder()).strict
_json.make_scanner(json.JSONDecoder()).parse_int
json.loads(' { "a" : [ 1 , 2.5e-3 , null , true , false , {} , [ ] ] , "b" : "\\u00e9" } ')
json.loads('{"a":1,"a":2}',object_pairs_hook=list)
json.loads('[{"a":1}]',object_hook=str)
json.loads('[1.5,2]',parse_float=str,parse_int=float)
json.dumps('\u20ac',ensure_ascii=False)
json.dumps([1,{'a':[2]}],indent=1)
""".strip().splitlines():
    show(line)

circular = []
circular.append(circular)
show("json.dumps(circular)")
circular_dict = {}
circular_dict[1] = circular_dict
show("json.dumps(circular_dict)")
deep = []
for _ in range(2000):
    deep = [deep]
show("json.dumps(deep)")
show("json.loads('[' * 2000)")
show("json.loads('{\"a\":' * 2000)")
