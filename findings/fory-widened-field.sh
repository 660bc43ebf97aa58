#!/usr/bin/env bash
# Apache Fory 0.16.0 (org.apache.fory:fory-core), Java mode, CompatibleMode.COMPATIBLE, JDK 25.
#
# A class is stored with `int coins`, and read when the member has become `long coins` (the usual step when an economy outgrows int). The stored value
# is dropped without an error or a warning, and the new class's initial value stays. So it is with Integer -> Long. float -> double is converted. One would
# expect a conversion in all three, or an exception.
#
# Seen:
#   written: coins=300 gems=7 health=0.5
#   read:    coins=0 gems=null health=0.5

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.apache.fory:fory-core:0.16.0 org.slf4j:slf4j-nop:2.0.17
cat >"$work/src/Main.java" <<'JAVA'
import java.nio.file.*;
import org.apache.fory.Fory;
import org.apache.fory.config.*;

public class Main {
    public static void main(String[] args) throws Exception {
        Fory fory = Fory.builder().withLanguage(Language.JAVA).withCompatibleMode(CompatibleMode.COMPATIBLE)
                .requireClassRegistration(false).suppressClassRegistrationWarnings(true).build();
        Path file = Path.of(args[1]);
        if (args[0].equals("write")) {
            Files.write(file, fory.serialize(new Purse()));
            System.out.println("written: " + new Purse());
        } else {
            System.out.println("read:    " + fory.deserialize(Files.readAllBytes(file)));
        }
    }
}
JAVA
purse() {
  cat >"$work/src/Purse.java" <<JAVA
public class Purse {
    public $1 coins$4;
    public $2 gems$5;
    public $3 health$6;

    public String toString() {
        return "coins=" + coins + " gems=" + gems + " health=" + health;
    }
}
JAVA
}
purse int Integer float ' = 300' ' = 7' ' = 0.5f' && compiled before
purse long Long double '' '' '' && compiled after
{ java_of before Main write "$work/purse" && java_of after Main read "$work/purse"; } | grep -v ' INFO \| WARN ' | expect
