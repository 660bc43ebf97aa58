package dev.datasave.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name, a number, a literal or a sign of a Java file, and the line it stands in. Comments are no words; a literal keeps its quotes only. */
record Word(String text, int line) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*|[0-9][\\w.]*"
            + "|(//[^\n]*|/\\*[\\s\\S]*?\\*/)"
            + "|(\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*')"
            + "|::|->|\\.\\.\\.|\\S");

    static List<Word> of(String java) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(java);
        int line = 1;
        int counted = 0;
        while (matcher.find()) {
            for (; counted < matcher.start(); counted++) {
                line += java.charAt(counted) == '\n' ? 1 : 0;
            }
            boolean isComment = matcher.start(1) >= 0;
            boolean isLiteral = matcher.start(2) >= 0;
            if (!isComment) {
                words.add(new Word(isLiteral ? "\"\"" : matcher.group(), line));
            }
        }
        return words;
    }

    boolean is(String other) {
        return text.equals(other);
    }

    boolean isName() {
        return Character.isJavaIdentifierStart(text.charAt(0));
    }

    boolean isTypeName() {
        return Character.isUpperCase(text.charAt(0));
    }
}
