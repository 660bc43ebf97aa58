package dev.datasave.engine.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The value of a number's text, for comparisons: {@code 1}, {@code 1.0} and {@code 10e-1} are equal. It takes time in proportion to the length of the
 * text. {@link BigDecimal} takes the square of that: minutes for the longest number that a value may hold.
 *
 * @param isNegative false for zero
 * @param digits without zeros at either end, empty for zero
 * @param exponent how many places the point stands behind the last digit
 */
public record Decimal(boolean isNegative, String digits, long exponent) {
    private static final int EXPONENT_DIGITS = 17;

    /** Null if the text is not a decimal number, or its exponent has more than 17 digits. */
    static @Nullable Decimal of(String number) {
        boolean isNegative = number.startsWith("-");
        int start = isNegative ? 1 : 0;
        int end = Math.max(number.indexOf('e'), number.indexOf('E'));
        String mantissa = number.substring(start, end < 0 ? number.length() : end);
        Long shift = end < 0 ? Long.valueOf(0) : exponent(number.substring(end + 1));
        int point = mantissa.indexOf('.');
        String whole = point < 0 ? mantissa : mantissa.substring(0, point);
        String fraction = point < 0 ? "" : mantissa.substring(point + 1);
        String all = whole + fraction;
        if (shift == null || all.isEmpty() || !isDigits(all)) {
            return null;
        }
        int first = 0;
        while (first < all.length() && all.charAt(first) == '0') {
            first++;
        }
        int last = all.length();
        while (last > first && all.charAt(last - 1) == '0') {
            last--;
        }
        return first == last
                ? new Decimal(false, "", 0)
                : new Decimal(isNegative, all.substring(first, last), shift - fraction.length() + all.length() - last);
    }

    private static @Nullable Long exponent(String text) {
        boolean isNegative = text.startsWith("-");
        int start = isNegative || text.startsWith("+") ? 1 : 0;
        if (start == text.length() || !isDigits(text.substring(start))) {
            return null;
        }
        while (start < text.length() - 1 && text.charAt(start) == '0') {
            start++;
        }
        if (text.length() - start > EXPONENT_DIGITS) {
            return null;
        }
        long exponent = Long.parseLong(text.substring(start));
        return isNegative ? -exponent : exponent;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** True if the texts are the same number. */
    static boolean same(String a, String b) {
        Decimal one = a.equals(b) ? null : of(a);
        return a.equals(b) || (one != null && one.equals(of(b)));
    }

    /** Equal for texts that are {@linkplain #same the same number}. */
    static int hash(String number) {
        Decimal value = of(number);
        return value == null ? number.hashCode() : value.hashCode();
    }

    /**
     * True for a number that Gson's reader refuses. The reader computes the digits before the point modulo 2^64, and takes a zero on the way for a
     * leading one. So it refuses {@code 184467440737095516161}.
     */
    static boolean isMisread(String number) {
        long value = 0;
        int start = number.startsWith("-") ? 1 : 0;
        for (int i = start; i < number.length() && isDigit(number.charAt(i)); i++) {
            if (i > start && value == 0) {
                return true;
            }
            value = value * 10 + number.charAt(i) - '0';
        }
        return false;
    }

    /** The same number, of the same digits and scale, with one digit before the point. */
    static String scientific(String number) {
        BigDecimal value = new BigDecimal(number);
        String digits = value.unscaledValue().abs().toString();
        long exponent = digits.length() - 1L - value.scale();
        return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + "." + digits.substring(1) + "E" + exponent;
    }

    /**
     * The number, if it is a whole one of 64 bits.
     *
     * @throws NumberFormatException if it is no number
     * @throws ArithmeticException if it is not a whole number of 64 bits, or its text is too long for one
     */
    public static long whole(String number) {
        if (number.length() > 1000) {
            throw new ArithmeticException("too long");
        }
        return new BigDecimal(number).longValueExact();
    }
}
