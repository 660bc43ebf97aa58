package dev.datasave.house;

import dev.datasave.house.Declared.Kind;
import dev.datasave.house.Declared.Member;
import dev.datasave.house.Declared.Member.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads from a file's words what it declares, down to members; the bodies of methods are skipped. */
final class Reader {
    private static final Map<String, Kind> KINDS =
            Map.of("class", Kind.CLASS, "interface", Kind.INTERFACE, "enum", Kind.ENUM, "record", Kind.RECORD);

    private final List<Word> words;
    private int at;

    private Reader(List<Word> words) {
        this.words = words;
    }

    /** The top-level types. */
    static List<Declared> types(List<Word> words) {
        Reader reader = new Reader(words);
        Body file = new Body("", false);
        while (reader.at < words.size()) {
            reader.member(file);
        }
        return file.types;
    }

    /** What has been read of a body so far. */
    private record Body(String owner, boolean isInterface, List<Member> members, List<Declared> types) {
        Body(String owner, boolean isInterface) {
            this(owner, isInterface, new ArrayList<>(), new ArrayList<>());
        }
    }

    private void member(Body body) {
        skipAnnotations();
        int first = words.get(at).line();
        List<Word> header = header();
        boolean isPublic = body.isInterface || header.stream().anyMatch(word -> word.is("public"));
        OptionalInt keyword = keyword(header);
        if (keyword.isPresent() && words.get(at).is("{")) {
            body.types.add(type(header, keyword.getAsInt(), isPublic));
            return;
        }
        boolean isField = words.get(at).is("=") || header.stream().noneMatch(word -> word.is("("));
        boolean isCompact =
                words.get(at).is("{") && !header.isEmpty() && header.getLast().is(body.owner);
        int last = skipBody();
        if (isCompact) {
            body.members.add(new Member(Form.CONSTRUCTOR, body.owner, isPublic, header, first, last));
        } else if (!isField) {
            String name = nameBefore(header, "(");
            Form form = name.equals(body.owner) ? Form.CONSTRUCTOR : Form.METHOD;
            body.members.add(new Member(form, name, isPublic, header, first, last));
        } else if (header.size() > 1
                && !header.getFirst().is("package")
                && !header.getFirst().is("import")) {
            body.members.add(new Member(Form.FIELD, header.getLast().text(), isPublic, header, first, last));
        }
    }

    private Declared type(List<Word> header, int keyword, boolean isPublic) {
        Kind kind = KINDS.get(header.get(keyword).text());
        Word name = header.get(keyword + 1);
        Body body = new Body(name.text(), kind == Kind.INTERFACE);
        at++;
        if (kind == Kind.ENUM) {
            skipConstants();
        }
        while (!words.get(at).is("}")) {
            member(body);
        }
        at++;
        List<Parameter> components = kind == Kind.RECORD ? Parameter.listIn(header) : List.of();
        return new Declared(kind, name.text(), name.line(), isPublic, header, components, body.members, body.types);
    }

    /** The words up to a body, a value or the end, which is where {@code at} then stands. */
    private List<Word> header() {
        List<Word> header = new ArrayList<>();
        int depth = 0;
        while (depth > 0
                || !(words.get(at).is("{")
                        || words.get(at).is(";")
                        || words.get(at).is("="))) {
            Word word = words.get(at);
            if (word.is("@") && !words.get(at + 1).is("interface")) {
                skipAnnotations();
                continue;
            }
            depth += word.is("(") ? 1 : word.is(")") ? -1 : 0;
            header.add(word);
            at++;
        }
        return header;
    }

    private void skipAnnotations() {
        while (words.get(at).is("@") && !words.get(at + 1).is("interface")) {
            at += 2;
            while (words.get(at).is(".")) {
                at += 2;
            }
            if (words.get(at).is("(")) {
                skipPair();
            }
        }
    }

    /** Skips the block, or the value up to its semicolon; the line of its end. */
    private int skipBody() {
        if (words.get(at).is("{")) {
            return skipPair();
        }
        while (!words.get(at).is(";")) {
            if ("({[".contains(words.get(at).text())) {
                skipPair();
            } else {
                at++;
            }
        }
        return words.get(at++).line();
    }

    private void skipConstants() {
        while (!words.get(at).is(";") && !words.get(at).is("}")) {
            if ("({".contains(words.get(at).text())) {
                skipPair();
            } else {
                at++;
            }
        }
        at += words.get(at).is(";") ? 1 : 0;
    }

    /** Skips from a bracket to the one that closes it; that one's line. */
    private int skipPair() {
        int depth = 0;
        do {
            String word = words.get(at++).text();
            depth += "({[".contains(word) ? 1 : ")}]".contains(word) ? -1 : 0;
        } while (depth > 0);
        return words.get(at - 1).line();
    }

    /** Where in a header the word stands that makes it a type's. */
    private static OptionalInt keyword(List<Word> header) {
        for (int i = 0; i + 1 < header.size(); i++) {
            if (KINDS.containsKey(header.get(i).text()) && header.get(i + 1).isTypeName()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static String nameBefore(List<Word> header, String sign) {
        for (int i = 1; i < header.size(); i++) {
            if (header.get(i).is(sign)) {
                return header.get(i - 1).text();
            }
        }
        throw new IllegalArgumentException("found no " + sign + " in " + header);
    }
}
