package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DecimalTest {
    @Test
    void isTheSameNumberAsBigDecimalSays() {
        Random random = new Random(5);
        List<String> parts = List.of("0", "00", "1", "10", "100", "12", "120");
        for (int i = 0; i < 20_000; i++) {
            String one = number(random, parts);
            String other = number(random, parts);
            boolean isSame = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
            assertThat(Decimal.same(one, other)).as("%s, %s", one, other).isEqualTo(isSame);
            assertThat(!isSame || Decimal.hash(one) == Decimal.hash(other)).isTrue();
        }
    }

    private static String number(Random random, List<String> parts) {
        String text = (random.nextBoolean() ? "-" : "") + parts.get(random.nextInt(parts.size()));
        text += random.nextBoolean() ? "." + parts.get(random.nextInt(parts.size())) : "";
        return random.nextBoolean() ? text + "e" + (random.nextInt(7) - 3) : text;
    }

    @Test
    void whatIsNoDecimalIsTheSameAsItsOwnTextOnly() {
        for (String text : List.of("NaN", "Infinity", "", "-", "1e", "1e1e1", "0x1", "1e999999999999999999")) {
            assertThat(Decimal.of(text)).as(text).isNull();
            assertThat(Decimal.same(text, text)).isTrue();
            assertThat(Decimal.same(text, "1")).isFalse();
        }
    }

    @Test
    void isMisreadExactlyWhereGsonsReaderRefusesIt() {
        Random random = new Random(19);
        for (int i = 0; i < 20_000; i++) {
            BigInteger number = BigInteger.TWO.pow(64).multiply(BigInteger.valueOf(1 + random.nextInt(50)));
            String text = (random.nextBoolean() ? "-" : "") + number.add(BigInteger.valueOf(random.nextInt(3) - 1));
            String longer =
                    text + (random.nextBoolean() ? "" : random.nextInt(100)) + (random.nextBoolean() ? "" : ".5");
            assertThat(Decimal.isMisread(longer)).as(longer).isEqualTo(!isRead(longer));
        }
        for (String text : List.of("0", "-0", "0.5", "1", "10", "1e5", "18446744073709551616", "9".repeat(400))) {
            assertThat(Decimal.isMisread(text)).as(text).isEqualTo(!isRead(text));
        }
    }

    private static boolean isRead(String number) {
        try {
            return JsonText.parse(number).isJsonPrimitive();
        } catch (FormatProblem refused) {
            return false;
        }
    }

    @Test
    void inScientificNotationItIsTheSameNumberOfTheSameScale() {
        for (String text : List.of("184467440737095516161", "-184467440737095516161.50", "1", "0.0010", "12e30")) {
            String scientific = Decimal.scientific(text);
            assertThat(new BigDecimal(scientific)).as(text).isEqualTo(new BigDecimal(text));
            assertThat(scientific).matches("-?[0-9]\\.[0-9]*E-?[0-9]+");
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void millionsOfDigitsAreComparedInTheTimeOfTheirLength() {
        String digits = "9".repeat(4_000_000);
        assertThat(Decimal.same(digits, digits + ".0")).isTrue();
        assertThat(Decimal.same(digits + ".1", digits + ".2")).isFalse();
        assertThat(Decimal.hash(digits + "e1")).isEqualTo(Decimal.hash(digits + "0"));
        assertThatThrownBy(() -> Decimal.whole(digits)).isInstanceOf(ArithmeticException.class);
    }
}
