package dev.datasave.jdbc.postgres;

import java.lang.reflect.Array;
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
            return new Notifications(
                    connection.unwrap(type),
                    type.getMethod("getNotifications", int.class),
                    notification.getMethod("getParameter"));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("a driver without " + e.getMessage(), e);
        }
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
