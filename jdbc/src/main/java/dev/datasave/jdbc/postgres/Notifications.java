package dev.datasave.jdbc.postgres;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The driver's own call for notifications, which JDBC does not have. It is called by reflection: the driver is a dependency of the user, in whichever
 * class loader, and its classes carry annotations of a library that is not delivered, so nothing can be compiled against them without warnings.
 */
final class Notifications {
    private final Object connection;
    private final Method wait;
    private final Method parameter;

    private Notifications(Object connection, Method wait, Method parameter) {
        this.connection = connection;
        this.wait = wait;
        this.parameter = parameter;
    }

    static Notifications of(Connection connection) throws SQLException {
        try {
            Class<?> type = type("org.postgresql.PGConnection", connection);
            Class<?> notification = type("org.postgresql.PGNotification", connection);
            Object ofDriver = connection.unwrap(type);
            boolean unused = answersAtOnce(ofDriver);
            return new Notifications(
                    ofDriver, type.getMethod("getNotifications", int.class), notification.getMethod("getParameter"));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("a driver without " + e.getMessage(), e);
        }
    }

    /**
     * Spares a millisecond. Whenever the driver has read a notification, it waits that long for another one. It means to do so once a second at most, but never
     * sets the time from which it may do it again (seen in 42.7.14). So that time is set to the end of all days here. What comes next is read at the next call, as it is
     * when it comes a millisecond later. A driver that has changed inside is left as it is.
     *
     * @return whether it was done
     */
    static boolean answersAtOnce(Object ofDriver) {
        try {
            Object executor = ofDriver.getClass().getMethod("getQueryExecutor").invoke(ofDriver);
            Object stream = field(executor.getClass(), "pgStream").get(executor);
            field(stream.getClass(), "nextStreamAvailableCheckTime").setLong(stream, Long.MAX_VALUE);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger("dev.datasave")
                    .log(System.Logger.Level.DEBUG, "a driver that reads notifications otherwise", e);
            return false;
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            for (Field field : one.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }

    private static Class<?> type(String name, Connection connection) throws ClassNotFoundException {
        List<@Nullable ClassLoader> loaders = Stream.<@Nullable ClassLoader>of(
                        connection.getClass().getClassLoader(),
                        Notifications.class.getClassLoader(),
                        Thread.currentThread().getContextClassLoader())
                .toList();
        ClassNotFoundException failure = new ClassNotFoundException(name);
        for (ClassLoader loader : loaders) {
            try {
                return Class.forName(name, true, loader);
            } catch (ClassNotFoundException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** Waits for notifications, but no longer than that; returns what they carry. */
    List<String> await(long millis) throws SQLException {
        try {
            Object heard = wait.invoke(connection, (int) millis);
            List<String> carried = new ArrayList<>();
            for (int i = 0; heard != null && i < Array.getLength(heard); i++) {
                carried.add(String.valueOf(parameter.invoke(Array.get(heard, i))));
            }
            return carried;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException(e);
        }
    }
}
