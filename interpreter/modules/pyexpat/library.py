"""libexpat, loaded when it is first needed.

No function of this program is called by C: the handlers that the library calls write what they are told into a queue and suspend the parser, so that
the handlers of Python programs run outside of it, where they may switch and raise what they like. An event of the queue is its kind, a number, the
place (line, column, byte) and its strings, -1 in place of a length standing for None."""
from __future__ import annotations

from interpreter.modules.lazylibrary import loaded_on_demand
from transform.rpython import CLibrary

HANDLERS = ["StartElement", "EndElement", "ProcessingInstruction", "CharacterData", "UnparsedEntityDecl", "NotationDecl", "StartNamespaceDecl",
            "EndNamespaceDecl", "Comment", "StartCdataSection", "EndCdataSection", "Default", "DefaultExpand", "NotStandalone", "ExternalEntityRef",
            "StartDoctypeDecl", "EndDoctypeDecl", "EntityDecl", "XmlDecl", "ElementDecl", "AttlistDecl", "SkippedEntity"]
"""By the numbers of the events."""

DEFAULT_EXPAND = HANDLERS.index("DefaultExpand")
_SETTERS = "\n".join(f"case {number}: LAZY(XML_Set{name}Handler)(reader->parser, on ? on_{name} : NULL); break;"
                     for number, name in enumerate(HANDLERS) if number != DEFAULT_EXPAND)

libexpat = CLibrary(
    """
    int library_is_there(void);
    void *new_reader(const char *encoding, const char *separator);
    void *new_inner_reader(void *outer, const char *context, const char *encoding);
    void free_reader(void *reader);
    void set_handler(void *reader, int kind, int on);
    int feed(void *reader, const unsigned char *data, int size, int is_last);
    int go_on(void *reader);
    unsigned char *queue_of(void *reader);
    long queue_size(void *reader);
    void clear_queue(void *reader);
    int error_code(void *reader);
    long current_line(void *reader);
    long current_column(void *reader);
    long current_byte(void *reader);
    void set_base(void *reader, const char *base);
    const char *get_base(void *reader);
    void set_encoding(void *reader, const char *encoding);
    void give_prefixes(void *reader, int on);
    int set_parameter_entities(void *reader, int flag);
    int use_foreign_dtd(void *reader, int on);
    const char *error_text(int code);
    const char *version_text(void);
    """,
    headers=["expat.h", "iconv.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "strings.h"],
    source=loaded_on_demand("libexpat.so.1") + """
    typedef struct { XML_Parser parser; unsigned char *queue; size_t used, room; } reader_t;

    static void put(reader_t *reader, const void *data, size_t size) {
        if (reader->used + size > reader->room) {
            reader->room = 2 * (reader->used + size) + 256;
            reader->queue = realloc(reader->queue, reader->room);
            if (reader->queue == NULL) abort();
        }
        memcpy(reader->queue + reader->used, data, size);
        reader->used += size;
    }
    static void put_number(reader_t *reader, int64_t number) { put(reader, &number, sizeof number); }
    static void put_bytes(reader_t *reader, const char *text, int64_t size) {
        put_number(reader, text == NULL ? -1 : size);
        if (text != NULL) put(reader, text, size);
    }
    static void put_text(reader_t *reader, const char *text) { put_bytes(reader, text, text == NULL ? 0 : strlen(text)); }
    static reader_t *event(void *data, int kind, int64_t number, int64_t count) {
        reader_t *reader = data;
        put_number(reader, kind);
        put_number(reader, number);
        put_number(reader, LAZY(XML_GetCurrentLineNumber)(reader->parser));
        put_number(reader, LAZY(XML_GetCurrentColumnNumber)(reader->parser));
        put_number(reader, LAZY(XML_GetCurrentByteIndex)(reader->parser));
        put_number(reader, count);
        LAZY(XML_StopParser)(reader->parser, XML_TRUE);    /* refused inside of a parameter entity: then more events come at once */
        return reader;
    }

    static void on_StartElement(void *data, const char *name, const char **attributes) {
        int count = 0;
        while (attributes[count] != NULL) count++;
        reader_t *reader = event(data, 0, LAZY(XML_GetSpecifiedAttributeCount)(((reader_t *)data)->parser), count + 1);
        put_text(reader, name);
        for (int i = 0; i < count; i++) put_text(reader, attributes[i]);
    }
    static void on_EndElement(void *data, const char *name) { put_text(event(data, 1, 0, 1), name); }
    static void on_ProcessingInstruction(void *data, const char *target, const char *text) {
        reader_t *reader = event(data, 2, 0, 2);
        put_text(reader, target); put_text(reader, text);
    }
    static void on_CharacterData(void *data, const char *text, int size) { put_bytes(event(data, 3, 0, 1), text, size); }
    static void on_UnparsedEntityDecl(void *data, const char *name, const char *base, const char *system, const char *public, const char *notation) {
        reader_t *reader = event(data, 4, 0, 5);
        put_text(reader, name); put_text(reader, base); put_text(reader, system); put_text(reader, public); put_text(reader, notation);
    }
    static void on_NotationDecl(void *data, const char *name, const char *base, const char *system, const char *public) {
        reader_t *reader = event(data, 5, 0, 4);
        put_text(reader, name); put_text(reader, base); put_text(reader, system); put_text(reader, public);
    }
    static void on_StartNamespaceDecl(void *data, const char *prefix, const char *uri) {
        reader_t *reader = event(data, 6, 0, 2);
        put_text(reader, prefix); put_text(reader, uri);
    }
    static void on_EndNamespaceDecl(void *data, const char *prefix) { put_text(event(data, 7, 0, 1), prefix); }
    static void on_Comment(void *data, const char *text) { put_text(event(data, 8, 0, 1), text); }
    static void on_StartCdataSection(void *data) { event(data, 9, 0, 0); }
    static void on_EndCdataSection(void *data) { event(data, 10, 0, 0); }
    static void on_Default(void *data, const char *text, int size) { put_bytes(event(data, 11, 0, 1), text, size); }
    static void on_DefaultExpand(void *data, const char *text, int size) { put_bytes(event(data, 12, 0, 1), text, size); }
    static int on_NotStandalone(void *data) { event(data, 13, 0, 0); return 1; }
    static int on_ExternalEntityRef(XML_Parser parser, const char *context, const char *base, const char *system, const char *public) {
        reader_t *reader = event(XML_GetUserData(parser), 14, 0, 4);
        put_text(reader, context); put_text(reader, base); put_text(reader, system); put_text(reader, public);
        return 1;
    }
    static void on_StartDoctypeDecl(void *data, const char *name, const char *system, const char *public, int has_subset) {
        reader_t *reader = event(data, 15, has_subset, 3);
        put_text(reader, name); put_text(reader, system); put_text(reader, public);
    }
    static void on_EndDoctypeDecl(void *data) { event(data, 16, 0, 0); }
    static void on_EntityDecl(void *data, const char *name, int is_parameter, const char *value, int size, const char *base, const char *system,
                              const char *public, const char *notation) {
        reader_t *reader = event(data, 17, is_parameter, 6);
        put_text(reader, name); put_bytes(reader, value, size); put_text(reader, base); put_text(reader, system); put_text(reader, public);
        put_text(reader, notation);
    }
    static void on_XmlDecl(void *data, const char *version, const char *encoding, int standalone) {
        reader_t *reader = event(data, 18, standalone, 2);
        put_text(reader, version); put_text(reader, encoding);
    }
    /* The model is the event's number of nodes, each with its type, quantifier, name and number of children, in the order of the text. */
    static int64_t nodes_in(XML_Content *model) {
        int64_t count = 1;
        for (unsigned i = 0; i < model->numchildren; i++) count += nodes_in(&model->children[i]);
        return count;
    }
    static void put_model(reader_t *reader, XML_Content *model) {
        char text[64];
        snprintf(text, sizeof text, "%d %d %u", (int)model->type, (int)model->quant, model->numchildren);
        put_text(reader, text);
        put_text(reader, model->name);
        for (unsigned i = 0; i < model->numchildren; i++) put_model(reader, &model->children[i]);
    }
    static void on_ElementDecl(void *data, const char *name, XML_Content *model) {
        reader_t *reader = event(data, 19, 0, 1 + 2 * nodes_in(model));
        put_text(reader, name);
        put_model(reader, model);
        LAZY(XML_FreeContentModel)(reader->parser, model);
    }
    static void on_AttlistDecl(void *data, const char *element, const char *name, const char *type, const char *value, int required) {
        reader_t *reader = event(data, 20, required, 4);
        put_text(reader, element); put_text(reader, name); put_text(reader, type); put_text(reader, value);
    }
    static void on_SkippedEntity(void *data, const char *name, int is_parameter) { put_text(event(data, 21, is_parameter, 1), name); }

    static void set_handler(void *opaque, int kind, int on) {
        reader_t *reader = opaque;
        switch (kind) {
            SETTERS
            case 12: LAZY(XML_SetDefaultHandlerExpand)(reader->parser, on ? on_DefaultExpand : NULL); break;
        }
    }
    /* An encoding of single bytes, by what the C library knows of it. */
    static int on_unknown_encoding(void *data, const char *name, XML_Encoding *found) {
        /* two names of Latin-1 that Python knows and iconv does not */
        const char *known = strcasecmp(name, "iso8859") == 0 || strcasecmp(name, "8859") == 0 ? "ISO-8859-1" : name;
        iconv_t conversion = iconv_open("UCS-4LE", known);
        if (conversion == (iconv_t)-1) return XML_STATUS_ERROR;
        for (int i = 0; i < 256; i++) {
            char byte = (char)i, *from = &byte;
            uint32_t code = 0;
            char *to = (char *)&code;
            size_t left = 1, room = sizeof code;
            found->map[i] = iconv(conversion, &from, &left, &to, &room) == (size_t)-1 || room != 0 ? -1 : (int)code;
            iconv(conversion, NULL, NULL, NULL, NULL);
        }
        iconv_close(conversion);
        found->data = NULL; found->convert = NULL; found->release = NULL;
        return XML_STATUS_OK;
    }
    static reader_t *reader_for(XML_Parser parser) {
        reader_t *reader = calloc(1, sizeof(reader_t));
        if (parser == NULL || reader == NULL) { free(reader); return NULL; }
        reader->parser = parser;
        LAZY(XML_SetUserData)(parser, reader);
        LAZY(XML_SetUnknownEncodingHandler)(parser, on_unknown_encoding, NULL);
        return reader;
    }
    static void *new_reader(const char *encoding, const char *separator) {
        return reader_for(separator == NULL ? LAZY(XML_ParserCreate)(encoding) : LAZY(XML_ParserCreateNS)(encoding, *separator));
    }
    static void *new_inner_reader(void *outer, const char *context, const char *encoding) {
        return reader_for(LAZY(XML_ExternalEntityParserCreate)(((reader_t *)outer)->parser, context, encoding));
    }
    static void free_reader(void *opaque) {
        reader_t *reader = opaque;
        LAZY(XML_ParserFree)(reader->parser);
        free(reader->queue);
        free(reader);
    }
    static int feed(void *opaque, const unsigned char *data, int size, int is_last) {
        return LAZY(XML_Parse)(((reader_t *)opaque)->parser, (const char *)data, size, is_last);
    }
    static int go_on(void *opaque) { return LAZY(XML_ResumeParser)(((reader_t *)opaque)->parser); }
    static unsigned char *queue_of(void *opaque) { return ((reader_t *)opaque)->queue; }
    static long queue_size(void *opaque) { return (long)((reader_t *)opaque)->used; }
    static void clear_queue(void *opaque) { ((reader_t *)opaque)->used = 0; }
    static int error_code(void *opaque) { return LAZY(XML_GetErrorCode)(((reader_t *)opaque)->parser); }
    static long current_line(void *opaque) { return (long)LAZY(XML_GetCurrentLineNumber)(((reader_t *)opaque)->parser); }
    static long current_column(void *opaque) { return (long)LAZY(XML_GetCurrentColumnNumber)(((reader_t *)opaque)->parser); }
    static long current_byte(void *opaque) { return (long)LAZY(XML_GetCurrentByteIndex)(((reader_t *)opaque)->parser); }
    static void set_base(void *opaque, const char *base) { LAZY(XML_SetBase)(((reader_t *)opaque)->parser, base); }
    static const char *get_base(void *opaque) { return LAZY(XML_GetBase)(((reader_t *)opaque)->parser); }
    static void set_encoding(void *opaque, const char *encoding) { LAZY(XML_SetEncoding)(((reader_t *)opaque)->parser, encoding); }
    static void give_prefixes(void *opaque, int on) { LAZY(XML_SetReturnNSTriplet)(((reader_t *)opaque)->parser, on); }
    static int set_parameter_entities(void *opaque, int flag) { return LAZY(XML_SetParamEntityParsing)(((reader_t *)opaque)->parser, flag); }
    static int use_foreign_dtd(void *opaque, int on) { return LAZY(XML_UseForeignDTD)(((reader_t *)opaque)->parser, on); }
    static const char *error_text(int code) { return LAZY(XML_ErrorString)(code); }
    static const char *version_text(void) { return LAZY(XML_ExpatVersion)(); }
    """.replace("SETTERS", _SETTERS),
)
