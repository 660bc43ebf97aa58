package dev.datasave.house;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One Java file.
 *
 * @param path from the root of the repository, with slashes
 * @param inPackage the name of its package
 * @param body its words after the last import
 * @param imports what it imports, by simple name; of a static import the member
 * @param simpleNames the first line in which each name stands that could be a type's of another file: not after a dot, not declared here
 * @param qualifiedNames the first line in which each name stands that is written out from {@code dev.datasave} on
 * @param types what it declares
 */
record Source(
        String path,
        String text,
        String inPackage,
        List<Word> body,
        Map<String, Import> imports,
        Map<String, Integer> simpleNames,
        Map<String, Integer> qualifiedNames,
        List<Declared> types) {

    /** A qualified name, and the line in which it is imported. */
    record Import(String name, int line) {}

    static Source of(String path, String text) {
        List<Word> words = Word.of(text);
        Map<String, Import> imports = new HashMap<>();
        String inPackage = "";
        int at = 0;
        for (int i = 0; i < words.size() && !words.get(i).is("{"); i++) {
            Word word = words.get(i);
            if (word.is("import") || word.is("package")) {
                StringBuilder name = new StringBuilder();
                for (i++; !words.get(i).is(";"); i++) {
                    name.append(words.get(i).is("static") ? "" : words.get(i).text());
                }
                at = i + 1;
                if (word.is("package")) {
                    inPackage = name.toString();
                } else {
                    imports.put(name.substring(name.lastIndexOf(".") + 1), new Import(name.toString(), word.line()));
                }
            }
        }
        List<Word> body = words.subList(at, words.size());
        List<Declared> types = path.endsWith("-info.java") ? List.of() : Reader.types(body);
        return new Source(path, text, inPackage, body, imports, simpleNames(body, types), qualifiedNames(body), types);
    }

    private static Map<String, Integer> simpleNames(List<Word> body, List<Declared> types) {
        Set<String> own =
                types.stream().flatMap(Declared::withNested).map(Declared::name).collect(Collectors.toSet());
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < body.size(); i++) {
            Word word = body.get(i);
            if (word.isTypeName()
                    && !own.contains(word.text())
                    && (i == 0 || !body.get(i - 1).is("."))) {
                names.putIfAbsent(word.text(), word.line());
            }
        }
        return names;
    }

    private static Map<String, Integer> qualifiedNames(List<Word> body) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i + 2 < body.size(); i++) {
            if (body.get(i).is("dev")
                    && body.get(i + 1).is(".")
                    && body.get(i + 2).is("datasave")) {
                StringBuilder name = new StringBuilder("dev");
                int end = i + 1;
                while (end + 1 < body.size()
                        && body.get(end).is(".")
                        && body.get(end + 1).isName()) {
                    name.append('.').append(body.get(end + 1).text());
                    end += 2;
                }
                names.putIfAbsent(name.toString(), body.get(i).line());
            }
        }
        return names;
    }

    /** The name of the file, which is that of its type. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
    }

    String qualifiedName() {
        return inPackage + "." + name();
    }

    int lines() {
        return (int) text.lines().count();
    }

    List<Declared> allTypes() {
        return types.stream().flatMap(Declared::withNested).toList();
    }

    /** The path alone: what a failing assertion shows. */
    @Override
    public String toString() {
        return path;
    }
}
