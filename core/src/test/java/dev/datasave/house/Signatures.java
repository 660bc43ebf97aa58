package dev.datasave.house;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What whoever uses a type from another package gets to see of others. */
final class Signatures {
    private Signatures() {}

    /** The names in the headers of the file's public types, and of their public members. */
    static Set<String> publicNames(Source source) {
        Set<String> names = new HashSet<>();
        source.types().forEach(type -> collect(type, names));
        return names;
    }

    private static void collect(Declared type, Set<String> names) {
        if (!type.isPublic()) {
            return;
        }
        collect(type.words(), names);
        type.members().stream().filter(Declared.Member::isPublic).forEach(member -> collect(member.words(), names));
        type.nested().forEach(nested -> collect(nested, names));
    }

    private static void collect(List<Word> words, Set<String> names) {
        words.stream().filter(Word::isTypeName).forEach(word -> names.add(word.text()));
    }
}
