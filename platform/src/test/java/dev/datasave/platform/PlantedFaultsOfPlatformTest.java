package dev.datasave.platform;

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

/** What is easily got wrong in such a class, planted into its sources: the simulation has to find it. */
class PlantedFaultsOfPlatformTest {
    private static final long SEEDS = 1_000;
    private static final Path SOURCES = Path.of("src/main/java/dev/datasave/platform");
    private static final String PACKAGE = "dev.datasave.platform.";

    /** A fault: in which file, what text, which occurs there once, becomes what. */
    record Fault(String name, String file, String found, String planted) {
        @Override
        public String toString() {
            return name;
        }

        String plant(String source) {
            int at = source.indexOf(found);
            assertThat(at).as("%s: place in %s of %s", name, file, found).isNotNegative();
            assertThat(source.indexOf(found, at + 1))
                    .as("%s: second place", name)
                    .isNegative();
            return source.replace(found, planted);
        }
    }

    static List<Fault> faults() {
        return FaultsOfPlatform.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFound(Fault fault) throws Exception {
        Method run = new Changed(compiled(fault))
                .loadClass(PACKAGE + "PlatformSimulation")
                .getDeclaredMethod("run", long.class, Map.class);
        run.setAccessible(true);
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<?> wrong = (List<?>) run.invoke(null, seed, new HashMap<>());
            if (!wrong.isEmpty()) {
                assertThat(PlatformSimulation.run(seed, new HashMap<>()))
                        .as("the classes as they are, seed %s", seed)
                        .isEmpty();
                System.out.println(fault + ": seed " + seed + ": " + wrong.getFirst());
                return;
            }
        }
        throw new AssertionError(fault + ": found nothing wrong in " + SEEDS + " seeds");
    }

    private static Map<String, byte[]> compiled(Fault fault) throws IOException {
        String text = fault.plant(Files.readString(SOURCES.resolve(fault.file() + ".java")));
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
            super(PlantedFaultsOfPlatformTest.class.getClassLoader());
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
