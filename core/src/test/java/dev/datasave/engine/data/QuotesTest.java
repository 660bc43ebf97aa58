package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message of the game's code is told only if nothing of the player's data is in it. */
class QuotesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            owner                     | {'name':'rex'}        | ` (owner)`
            must not be negative      | {'coins':-5}          | ` (must not be negative)`
            found -5                  | {'coins':-5}          | ``
            balance: -5.              | {'coins':-5}          | ``
            15 is too many            | {'coins':5}           | ` (15 is too many)`
            no such item: EXCALIBUR   | {'a':['Excalibur']}   | ``
            not an excaliburian       | {'a':['Excalibur']}   | ``
            no a here                 | {'a':'a'}             | ``
            at last                   | {'a':'a'}             | ` (at last)`
            true is not false         | {'a':true,'b':null}   | ` (true is not false)`
            ann may not               | {'a':{'b':'Ann'}}     | ``
            anything                  | {'a':''}              | ` (anything)`
            """)
    void messageThatQuotesIsLeftOut(String message, String tree, String told) {
        assertThat(Quotes.message(
                        new IllegalStateException(message), () -> JsonParser.parseString(tree.replace('\'', '"'))))
                .isEqualTo(told);
    }
}
