package dev.datasave.spi;

import java.util.Comparator;

/**
 * The order of texts by their UTF-8 bytes, without encoding them. It differs from {@link String#compareTo} beyond U+FFFF: UTF-16
 * puts surrogates below U+E000, UTF-8 puts the characters that they stand for above everything else. Texts are well-formed (R10).
 */
final class Utf8Order implements Comparator<String> {
    static final Utf8Order INSTANCE = new Utf8Order();

    private Utf8Order() {}

    @Override
    public int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean beyond = Character.isSurrogate(a);
                return beyond == Character.isSurrogate(b) ? a - b : beyond ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }
}
