"""`pyexpat`, and what stands on it."""
import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xmlrpc.client
from xml.parsers import expat

ANSWERING = ("ExternalEntityRefHandler", "NotStandaloneHandler", "DefaultHandler", "UnknownEncodingHandler")
p = expat.ParserCreate()


def show(name):
    def handle(*arguments):
        print(name, arguments, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex)
    return handle


for name in dir(p):
    if name.endswith("Handler") and name not in ANSWERING:
        setattr(p, name, show(name))
print(p.Parse(b'''<?xml version="1.0" encoding="iso-8859-2" standalone="no"?><!DOCTYPE q SYSTEM "foo" [
<!ELEMENT root ANY> <!ELEMENT a (b|c+|d?)*> <!ATTLIST a x CDATA "5" y (i|j) #REQUIRED><!NOTATION n SYSTEM "foo">
<!ENTITY e "text"><!ENTITY ext SYSTEM "x.xml"><!ENTITY u SYSTEM "y" NDATA n>]>
<root a="1" b="\xe9\xb1"><!-- c --><?pi some data?>text\xb1 &e;<a y="i"/><![CDATA[cd <]]></root>
''', True))
q = expat.ParserCreate(namespace_separator=' ')
q.buffer_text = True
q.StartElementHandler = q.EndElementHandler = q.CharacterDataHandler = q.StartNamespaceDeclHandler = print
q.Parse('<a xmlns="u:r" xmlns:p="v"><p:b p:c="é">a\nb&amp;c</p:b></a>', 1)
for text in ('<a>', '<a></b>', '', '<a>&x;</a>', '<a/><b/>', '<?xml version="1.0" encoding="nono"?><a/>'):
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        print(error, error.code, error.lineno, error.offset)
latin = expat.ParserCreate()
latin.CharacterDataHandler = print
latin.buffer_text = True
latin.Parse(b"<?xml version='1.0' encoding='iso8859'?><a>caf\xe9 \xff</a>", True)
r = expat.ParserCreate()


def bad(*arguments):
    raise ZeroDivisionError


r.StartElementHandler = bad
try:
    r.Parse("<a><b/></a>", True)
except ZeroDivisionError as error:
    print(repr(error))
print(expat.ErrorString(3), expat.errors.XML_ERROR_SYNTAX, expat.errors.codes['syntax error'], expat.model.XML_CTYPE_ANY)
print(ET.tostring(ET.fromstring('<r><a k="v">t</a>tail<b/></r>')))
print(xml.dom.minidom.parseString('<r><a k="v">t</a>tail<b/><!--c--></r>').toxml())


class Shown(xml.sax.ContentHandler):
    def startElement(self, name, attributes):
        print("start", name, dict(attributes))

    def characters(self, content):
        print("chars", content)


xml.sax.parse(io.StringIO('<r><a k="v">t</a>tail<b/></r>'), Shown())
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, b'x', True]})))
s = expat.ParserCreate()


def ext(context, base, system, public):
    print("ext", context, base, system, public)
    inner = s.ExternalEntityParserCreate(context)
    inner.StartElementHandler = print
    inner.Parse(b"<inner/>text", True)
    return 1


s.ExternalEntityRefHandler = ext
s.SetBase("/base")
s.CharacterDataHandler = print
s.Parse('<!DOCTYPE d [<!ENTITY ext SYSTEM "x.xml">]><d>1&ext;2</d>', True)
print(s.GetBase(), xmlrpc.client.loads(xmlrpc.client.dumps((1, "x", [2.5]), "m")))
