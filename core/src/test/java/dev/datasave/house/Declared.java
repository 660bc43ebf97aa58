package dev.datasave.house;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A type that a file declares. {@code words} are those before its body, without annotations. */
record Declared(
        Kind kind,
        String name,
        int line,
        boolean isPublic,
        List<Word> words,
        List<Parameter> components,
        List<Member> members,
        List<Declared> nested) {

    enum Kind {
        CLASS,
        INTERFACE,
        ENUM,
        RECORD
    }

    /** A method, a constructor or a field, from its first word to its last; {@code words} are those before its body, without annotations. */
    record Member(Form form, String name, boolean isPublic, List<Word> words, int firstLine, int lastLine) {
        enum Form {
            METHOD,
            CONSTRUCTOR,
            FIELD
        }

        int lines() {
            return lastLine - firstLine + 1;
        }

        List<Parameter> parameters() {
            return Parameter.listIn(words);
        }
    }

    Stream<Declared> withNested() {
        return Stream.concat(Stream.of(this), nested.stream().flatMap(Declared::withNested));
    }

    Optional<Declared> nested(String name) {
        return nested.stream().filter(type -> type.name.equals(name)).findFirst();
    }
}
