package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How likely two elements of arrays are the same thing, changed. */
class LikenessTest {
    private static JsonElement json(String text) {
        return JsonText.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1,'b':2}              | {'a':1.0,'b':3}         | 0.5
            {'a':1,'b':2,'c':3}        | {'a':1,'b':3,'c':4}     | 0
            {'a':1}                    | {'a':1,'b':2,'c':3}     | 0.5
            {'a':1}                    | {'a':1,'b':2,'c':3,'d':4} | 0
            {}                         | {}                      | 0
            {'id':1,'a':1}             | {'id':1.0,'b':2}        | 1.5
            {'id':1,'a':1}             | {'id':2,'a':1}          | 0
            {'id':1,'uuid':'x'}        | {'uuid':'x','b':2}      | 1.5
            {'id':1,'uuid':'x'}        | {'id':2,'uuid':'x'}     | 0
            {'id':{},'a':1,'b':1}      | {'id':[],'a':1,'b':1}   | 0.6666666666666666
            {'key':'k','a':1}          | {'key':'k','a':2}       | 1.5
            [1,2]                      | [1,3]                   | 0.5
            [1,2,3]                    | [0,1,2,3]               | 0
            []                         | []                      | 0
            {'a':1}                    | ['a',1]                 | 0
            1                          | 1                       | 0
            """)
    void moreInCommonIsMoreAlikeAndAnIdentityDecides(String a, String b, double likeness) {
        assertThat(Likeness.of(json(a), json(b))).isEqualTo(likeness);
        assertThat(Likeness.of(json(b), json(a))).isEqualTo(likeness);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'id':1}       | {'id':2}     | false
            {'id':1}       | {'id':1}     | true
            {'a':1}        | {'b':2}      | true
            {'id':1}       | {'key':2}    | true
            {}             | []           | false
            []             | 1            | false
            1              | 'x'          | true
            null           | 1            | true
            """)
    void oneStandsForTheOtherUnlessItIsKnownToBeAnotherThing(String a, String b, boolean may) {
        assertThat(Likeness.mayBeTheSame(json(a), json(b))).isEqualTo(may);
    }

    @Test
    void treesThatMeanTheSameHaveOneHash() {
        for (long seed = 0; seed < 500; seed++) {
            JsonElement tree = Trees.element(new Random(seed), 4);
            JsonElement again = JsonText.parse(JsonText.write(tree));
            assertThat(Likeness.hash(again)).as("seed %s", seed).isEqualTo(Likeness.hash(tree));
        }
        assertThat(Likeness.hash(json("{'a':1,'b':[2]}"))).isEqualTo(Likeness.hash(json("{'b':[20e-1],'a':1.00}")));
    }

    @Test
    void hashesTellMostTreesApart() {
        assertThat(Likeness.hash(json("[1,2]"))).isNotEqualTo(Likeness.hash(json("[2,1]")));
        assertThat(Likeness.hash(json("{'a':1,'b':2}"))).isNotEqualTo(Likeness.hash(json("{'a':2,'b':1}")));
        assertThat(Likeness.hash(json("[]"))).isNotEqualTo(Likeness.hash(json("{}")));
    }
}
