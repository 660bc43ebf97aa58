#!/usr/bin/env bash
# Adventure NBT 4.26.1 (net.kyori:adventure-nbt, the NBT of Minestom and others), JDK 25.
#
# TagStringIO writes text that it reads back as something else, without an error:
# * A double or float that is NaN or infinite is written as NaNd, Infinityf, and read as a *string*. getDouble() then answers 0.
# * A list of tags of different types is written with each element in a compound of an empty name, and stays so when it is read: [1,"a"] comes back as
#   [{"":1},{"":"a"}].
# Both survive the binary form, or at least keep their type there: a NaN does, a mixed list comes back wrapped by default.
#
# Seen:
#   NaN:        {k:NaNd} is read as a string, getDouble 0.0, in the binary form NaN
#   -Infinity:  {k:-Infinityf} is read as a string, getFloat 0.0
#   mixed list: {k:[{:1},{:"a"}]} is read as compound, compound

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages net.kyori:adventure-nbt:4.26.1
cat >"$work/src/Main.java" <<'JAVA'
import java.io.*;
import java.util.stream.Collectors;
import net.kyori.adventure.nbt.*;

public class Main {
    static final TagStringIO TEXT = TagStringIO.tagStringIO();

    public static void main(String[] args) throws Exception {
        CompoundBinaryTag nan = CompoundBinaryTag.builder().putDouble("k", Double.NaN).build();
        CompoundBinaryTag read = TEXT.asCompound(TEXT.asString(nan));
        System.out.println("NaN:        " + TEXT.asString(nan) + " is read as a " + kind(read.get("k")) + ", getDouble " + read.getDouble("k")
                + ", in the binary form " + binary(nan).getDouble("k"));
        CompoundBinaryTag infinite = CompoundBinaryTag.builder().putFloat("k", Float.NEGATIVE_INFINITY).build();
        read = TEXT.asCompound(TEXT.asString(infinite));
        System.out.println("-Infinity:  " + TEXT.asString(infinite) + " is read as a " + kind(read.get("k")) + ", getFloat " + read.getFloat("k"));
        CompoundBinaryTag mixed = CompoundBinaryTag.builder()
                .put("k", ListBinaryTag.heterogeneousListBinaryTag().add(IntBinaryTag.intBinaryTag(1)).add(StringBinaryTag.stringBinaryTag("a")).build())
                .build();
        read = TEXT.asCompound(TEXT.asString(mixed));
        System.out.println("mixed list: " + TEXT.asString(mixed) + " is read as "
                + read.getList("k").stream().map(Main::kind).collect(Collectors.joining(", ")));
    }

    static String kind(BinaryTag tag) {
        return tag instanceof StringBinaryTag ? "string" : tag instanceof CompoundBinaryTag ? "compound" : tag.type().toString();
    }

    static CompoundBinaryTag binary(CompoundBinaryTag tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryTagIO.writer().write(tag, bytes);
        return BinaryTagIO.reader().read(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
JAVA
compiled classes
java_of classes Main | expect
