#!/usr/bin/env bash
# NightConfig 3.6.7 (com.electronwill.night-config:hocon, the configuration library of many mods), JDK 25.
#
# Its HOCON writer writes texts without quotes. What it wrote is read back as other data, or can't be read at all: a text of digits comes back as a number
# without its leading zeros, an id like 1e5 as 100000, spaces at the ends are gone, and a key with a dot becomes two levels. A text with a line break makes
# the whole file unreadable. TOML of the same library brings all of them back.
#
# Seen:
#   "007" -> Integer 7
#   "1e5" -> Integer 100000
#   "null" -> nothing
#   "  x " -> String x
#   key "a.b" -> nothing
#   "two\nlines" -> the file can't be read

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages com.electronwill.night-config:hocon:3.6.7
cat >"$work/src/Main.java" <<'JAVA'
import com.electronwill.nightconfig.core.Config;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.hocon.HoconFormat;
import java.io.*;
import java.util.List;

public class Main {
    public static void main(String[] args) {
        for (String text : List.of("007", "1e5", "null", "  x ")) {
            System.out.println("\"" + text + "\" -> " + back("key", text));
        }
        System.out.println("key \"a.b\" -> " + back("a.b", "v"));
        System.out.println("\"two\\nlines\" -> " + back("key", "two\nlines"));
    }

    static String back(String key, String text) {
        Config config = HoconFormat.newConfig();
        config.set(List.of(key), text);
        StringWriter written = new StringWriter();
        HoconFormat.instance().createWriter().write(config, written);
        try {
            Object read = HoconFormat.instance().createParser().parse(new StringReader(written.toString())).get(List.of(key));
            return read == null ? "nothing" : read.getClass().getSimpleName() + " " + read;
        } catch (ParsingException unreadable) {
            return "the file can't be read";
        }
    }
}
JAVA
compiled classes
java_of classes Main | expect
