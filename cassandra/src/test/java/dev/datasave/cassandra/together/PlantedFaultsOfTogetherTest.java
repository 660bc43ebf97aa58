package dev.datasave.cassandra.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault, planted into a source of the protocol or of the model's tables, is found by the search. */
class PlantedFaultsOfTogetherTest {
    private static final String PACKAGE = "dev.datasave.cassandra.together.";
    private static final List<Path> SOURCES = List.of(
            Path.of("src/main/java", PACKAGE.replace('.', '/')), Path.of("src/test/java", PACKAGE.replace('.', '/')));

    static List<FaultsOfTogether.Fault> faults() {
        return FaultsOfTogether.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFound(FaultsOfTogether.Fault fault) throws Exception {
        Method search = new Changed(compiled(fault))
                .loadClass(PACKAGE + "FaultsOfTogether")
                .getDeclaredMethod("firstViolation");
        search.setAccessible(true);
        String found = (String) search.invoke(null);
        System.out.println(fault + "\n    " + found.replace("\n", "\n    "));
        assertThat(found).as("%s: what the search found", fault).isNotEmpty();
    }

    private static Map<String, byte[]> compiled(FaultsOfTogether.Fault fault) throws IOException {
        Path file = SOURCES.stream()
                .map(folder -> folder.resolve(fault.file() + ".java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        String text = fault.plant(Files.readString(file));
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("memory:///" + fault.file() + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        InMemory output = new InMemory(compiler.getStandardFileManager(null, null, null));
        StringWriter problems = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-implicit:none", "-cp", System.getProperty("java.class.path"));
        boolean compiles = compiler.getTask(problems, output, null, options, null, List.of(source))
                .call();
        assertThat(compiles).as("%s", problems).isTrue();
        Map<String, byte[]> classes = new HashMap<>();
        output.made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    /** Keeps what the compiler makes. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> made = new HashMap<>();

        private InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return made.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /** The package anew, main classes and tests, with some classes changed; everything else is shared. */
    private static final class Changed extends ClassLoader {
        private final Map<String, byte[]> changed;

        private Changed(Map<String, byte[]> changed) {
            super(PlantedFaultsOfTogetherTest.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = changed.get(name);
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] all = bytes == null ? file.readAllBytes() : bytes;
                return defineClass(name, all, 0, all.length);
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }
    }
}
