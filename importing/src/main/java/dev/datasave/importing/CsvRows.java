package dev.datasave.importing;

import dev.datasave.importing.TableMapping.RowsFrom;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** The rows of a CSV file whose first line names the columns. */
final class CsvRows {
    private CsvRows() {}

    private record CsvRow(String where, Set<String> columns, CSVRecord record) implements SourceRow {
        @Override
        public String value(String column) {
            return record.get(column);
        }

        @Override
        public boolean isEmptyNothing() {
            return true;
        }
    }

    /**
     * Reads all rows.
     *
     * @throws IOException if the file can't be read, is of another encoding, or breaks off: nothing behind that place can be trusted
     */
    static void read(RowsFrom from, Consumer<SourceRow> rows, Consumer<ImportItem.Unusable> broken) throws IOException {
        Path file = Objects.requireNonNull(from.csv());
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(from.separator())
                .setHeader()
                .setSkipHeaderRecord(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .setIgnoreEmptyLines(true)
                .get();
        long line = 1;
        try (Reader text = new InputStreamReader(
                        Files.newInputStream(file),
                        from.encoding()
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                CSVParser parser =
                        CSVParser.builder().setReader(text).setFormat(format).get()) {
            Set<String> columns = Set.copyOf(parser.getHeaderNames());
            for (CSVRecord record : parser) {
                line = parser.getCurrentLineNumber();
                String where = from.name() + " line " + line;
                if (record.isConsistent()) {
                    rows.accept(new CsvRow(where, columns, record));
                } else {
                    broken.accept(new ImportItem.Unusable(
                            where, "found " + record.size() + " columns, expected " + columns.size()));
                }
            }
        } catch (UncheckedIOException e) {
            throw broken(from, line, Objects.requireNonNull(e.getCause()));
        } catch (CharacterCodingException e) {
            throw broken(from, line, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(from.name() + ": found no header with a name for each column", e);
        }
    }

    private static IOException broken(RowsFrom from, long line, IOException e) {
        return e instanceof CharacterCodingException
                ? new IOException(
                        from.name() + ": found bytes behind line " + line + " that are no " + from.encoding()
                                + "; encoding: names another",
                        e)
                : new IOException(
                        from.name() + ": found a break in a quoted value behind line " + line
                                + ", expected its end: is the file whole?",
                        e);
    }
}
