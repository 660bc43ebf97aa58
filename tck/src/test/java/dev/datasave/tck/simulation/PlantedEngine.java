package dev.datasave.tck.simulation;

import com.google.gson.Gson;
import dev.datasave.DataSave;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/**
 * The engine with some of its sources changed, apart from the real one: what is changed is compiled in memory, and everything is loaded anew by
 * a loader of its own, which knows nothing of the tests.
 */
final class PlantedEngine {
    private static final EngineSources SOURCES = EngineSources.ofRepository();
    private static final List<Class<?>> ANEW = List.of(DataSave.class, Simulation.class);
    private static final List<Class<?>> LIBRARIES = List.of(Gson.class, NullMarked.class);
    private static final ClassLoader SHARED =
            new URLClassLoader(places(LIBRARIES), ClassLoader.getPlatformClassLoader());

    /** Long for a run of a fraction of a second. */
    private static final long GUARD_SECONDS = 120;

    /** A broken promise is to be found from outside: what the engine tells of itself does not count. */
    private static final String SELF_KNOWLEDGE = "STATES";

    private final ClassLoader loader;

    private PlantedEngine(Map<String, byte[]> changed) {
        this.loader = new URLClassLoader(places(ANEW), SHARED) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = changed.get(name);
                return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
            }
        };
        loader.setDefaultAssertionStatus(false); // an unexpected event is told, as on a server, and the run goes on
    }

    /** The engine with that fault. */
    static PlantedEngine with(PlantedFault fault) {
        return new PlantedEngine(compile(fault.files().stream()
                .collect(Collectors.toMap(SOURCES::className, file -> fault.plant(file, SOURCES.text(file))))));
    }

    /** The engine as it is, with the sources of those classes compiled in the same way. */
    static PlantedEngine without(List<String> files) {
        return new PlantedEngine(compile(files.stream().collect(Collectors.toMap(SOURCES::className, SOURCES::text))));
    }

    /** Where the classes were loaded from. */
    private static URL[] places(List<Class<?>> classes) {
        return classes.stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .distinct()
                .toArray(URL[]::new);
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, text) -> files.add(new CompiledInMemory.Source(name, text)));
        String classPath = Stream.of(ANEW, LIBRARIES)
                .flatMap(classes -> Stream.of(places(classes)))
                .map(PlantedEngine::path)
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter problems = new StringWriter();
        CompiledInMemory output = new CompiledInMemory(compiler.getStandardFileManager(null, null, null));
        List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none", "-classpath", classPath);
        if (!compiler.getTask(problems, output, null, options, null, files).call()) {
            throw new AssertionError("planted sources " + sources.keySet() + ":\n" + problems);
        }
        return output.classes();
    }

    private static String path(URL place) {
        try {
            return Path.of(place.toURI()).toString();
        } catch (URISyntaxException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The first thing that the simulation finds wrong in that run. */
    Optional<Finding> run(long seed) {
        FutureTask<Optional<Finding>> run = new FutureTask<>(() -> simulate(seed));
        Thread.ofPlatform().daemon().name("planted " + seed).start(run);
        try {
            return run.get(GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException endless) {
            return Optional.of(new Finding(seed, Finding.ENDLESS, "no end within " + GUARD_SECONDS + " s", ""));
        } catch (ExecutionException | InterruptedException failure) {
            throw new AssertionError("seed " + seed, failure);
        }
    }

    private Optional<Finding> simulate(long seed) throws ReflectiveOperationException {
        Object result;
        try {
            result = loader.loadClass(Simulation.class.getName())
                    .getMethod("run", long.class)
                    .invoke(null, seed);
        } catch (InvocationTargetException thrown) {
            throw new AssertionError("seed " + seed + ": the simulation itself failed", thrown.getCause());
        }
        for (Object violation : (List<?>) of(result, "violations")) {
            Finding found =
                    new Finding(seed, "" + of(violation, "rule"), "" + of(violation, "message"), result.toString());
            if (!found.rule().equals(SELF_KNOWLEDGE)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static Object of(Object record, String component) throws ReflectiveOperationException {
        return record.getClass().getMethod(component).invoke(record);
    }

    /**
     * What a run found.
     *
     * @param seed which run
     * @param rule which rule is broken
     * @param message how
     * @param story the whole result
     */
    record Finding(long seed, String rule, String message, String story) {
        /** No rule of the checker, but the patience of the test. */
        static final String ENDLESS = "endless";
    }
}
