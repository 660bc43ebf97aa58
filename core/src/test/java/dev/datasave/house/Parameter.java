package dev.datasave.house;

import java.util.ArrayList;
import java.util.List;

/** A parameter, with the name of its type as it is written, without type arguments: {@code Lease.Owner}. */
record Parameter(String type, String name) {

    /** The parameters in the first pair of round brackets; none where there is no pair. */
    static List<Parameter> listIn(List<Word> words) {
        int open = indexOf(words, "(");
        List<Parameter> parameters = new ArrayList<>();
        List<Word> one = new ArrayList<>();
        int depth = 0;
        for (Word word : words.subList(open + 1, words.size())) {
            depth += "(<[".contains(word.text()) ? 1 : ")>]".contains(word.text()) ? -1 : 0;
            if (depth < 0 || (depth == 0 && word.is(","))) {
                if (!one.isEmpty()) {
                    parameters.add(of(one));
                }
                one.clear();
                if (depth < 0) {
                    return parameters;
                }
            } else {
                one.add(word);
            }
        }
        return parameters;
    }

    /** The parameter, or the field, that these words declare. */
    static Parameter of(List<Word> words) {
        StringBuilder type = new StringBuilder();
        for (Word word : words) {
            if (word.is("<") || (!type.isEmpty() && type.charAt(type.length() - 1) != '.' && !word.is("."))) {
                break;
            }
            if (word.is(".") || word.isTypeName()) {
                type.append(word.text());
            }
        }
        return new Parameter(type.toString(), words.getLast().text());
    }

    private static int indexOf(List<Word> words, String text) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).is(text)) {
                return i;
            }
        }
        return words.size() - 1;
    }
}
