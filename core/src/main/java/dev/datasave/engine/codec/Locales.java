package dev.datasave.engine.codec;

import dev.datasave.engine.json.FormatProblem;
import java.util.Locale;

/** Locales as texts. One is written as Gson does, {@code de_DE_variant}, if that says everything, else as a language tag. */
final class Locales {
    private Locales() {}

    static Locale read(String text) {
        if (text.contains("-")) {
            return Locale.forLanguageTag(text);
        }
        String[] parts = text.split("_", 3);
        return Locale.of(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    static String write(Locale locale) {
        for (String text : new String[] {locale.toString(), locale.toLanguageTag()}) {
            if (read(text).equals(locale)) {
                return text;
            }
        }
        throw new FormatProblem(
                "found a locale that no text stands for, expected one of language, country and variant");
    }
}
