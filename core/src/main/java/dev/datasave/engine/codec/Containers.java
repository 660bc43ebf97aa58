package dev.datasave.engine.codec;

import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which collections and maps come back as they were, how an empty one is made, and what of one would be lost. */
final class Containers {
    @SuppressWarnings("JdkObsolete") // a game may have them
    private static final Map<Class<?>, Supplier<?>> KNOWN = Map.ofEntries(
            Map.entry(Collection.class, ArrayList::new),
            Map.entry(SequencedCollection.class, ArrayList::new),
            Map.entry(List.class, ArrayList::new),
            Map.entry(ArrayList.class, ArrayList::new),
            Map.entry(LinkedList.class, LinkedList::new),
            Map.entry(Vector.class, Vector::new),
            Map.entry(Stack.class, Stack::new),
            Map.entry(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new),
            Map.entry(Set.class, LinkedHashSet::new),
            Map.entry(SequencedSet.class, LinkedHashSet::new),
            Map.entry(HashSet.class, HashSet::new),
            Map.entry(LinkedHashSet.class, LinkedHashSet::new),
            Map.entry(CopyOnWriteArraySet.class, CopyOnWriteArraySet::new),
            Map.entry(SortedSet.class, TreeSet::new),
            Map.entry(NavigableSet.class, TreeSet::new),
            Map.entry(TreeSet.class, TreeSet::new),
            Map.entry(ConcurrentSkipListSet.class, ConcurrentSkipListSet::new),
            Map.entry(Queue.class, ArrayDeque::new),
            Map.entry(Deque.class, ArrayDeque::new),
            Map.entry(ArrayDeque.class, ArrayDeque::new),
            Map.entry(PriorityQueue.class, PriorityQueue::new),
            Map.entry(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new),
            Map.entry(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new),
            Map.entry(Map.class, LinkedHashMap::new),
            Map.entry(SequencedMap.class, LinkedHashMap::new),
            Map.entry(HashMap.class, HashMap::new),
            Map.entry(LinkedHashMap.class, LinkedHashMap::new),
            Map.entry(Hashtable.class, Hashtable::new),
            Map.entry(SortedMap.class, TreeMap::new),
            Map.entry(NavigableMap.class, TreeMap::new),
            Map.entry(TreeMap.class, TreeMap::new),
            Map.entry(ConcurrentMap.class, ConcurrentHashMap::new),
            Map.entry(ConcurrentHashMap.class, ConcurrentHashMap::new),
            Map.entry(ConcurrentNavigableMap.class, ConcurrentSkipListMap::new),
            Map.entry(ConcurrentSkipListMap.class, ConcurrentSkipListMap::new));

    /** Whether a class of the game has more than the collection of the platform that it extends. Another collection's fields are its contents. */
    private static final ClassValue<Boolean> HAS_MORE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasFields(type) || (extendsPlain(type) && anyOf(type, c -> c.getDeclaredMethods()));
        }
    };

    private Containers() {}

    /**
     * What makes an empty container of a type.
     *
     * @param type the container's
     * @param first the type of its elements or keys
     * @throws RefusedType if none of the type would come back
     */
    static Supplier<?> maker(Type type, Type first) {
        Class<?> raw = Types.raw(type);
        Supplier<?> known = KNOWN.get(raw);
        if (known != null) {
            if (comparator(known.get()) != null || isSorted(known.get())) {
                checkOrder(raw, first);
            }
            return known;
        } else if ((raw == EnumSet.class || raw == EnumMap.class)
                && Types.raw(first).isEnum()) {
            return ofEnum(raw, Types.raw(first));
        } else if (Types.isPlatform(raw) || raw.isInterface() || Types.isAbstract(raw)) {
            throw new RefusedType(
                    type.getTypeName() + ", which can't be read back", "List, Set, Map or another of the platform's");
        } else if (hasFields(raw)) {
            throw new RefusedType(
                    raw.getName() + ", a collection with members of its own",
                    "a class that has the collection as a member");
        }
        return ofTheGame(raw);
    }

    private static void checkOrder(Class<?> raw, Type first) {
        if (!Comparable.class.isAssignableFrom(Types.raw(first))) {
            throw new RefusedType(
                    "a " + raw.getSimpleName() + " of " + first.getTypeName() + ", which has no natural order",
                    "one that is Comparable");
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's
    private static Supplier<?> ofEnum(Class<?> raw, Class<?> constants) {
        return raw == EnumSet.class ? () -> EnumSet.noneOf((Class) constants) : () -> new EnumMap<>((Class) constants);
    }

    private static Supplier<?> ofTheGame(Class<?> raw) {
        Constructor<?> constructor = Types.plainConstructor(raw);
        if (constructor == null) {
            throw new RefusedType(raw.getName() + " without a constructor for an empty one", "one without parameters");
        }
        return () -> {
            try {
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw Types.thrown(e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(raw.getName() + " can't be constructed", e);
            }
        };
    }

    /** Whether a collection that was just made takes null as an element; one of the game is not tried. */
    static boolean takesNull(Collection<?> empty) {
        try {
            return !Types.isPlatform(empty.getClass()) || empty.add(null);
        } catch (RuntimeException refused) {
            return false;
        }
    }

    /**
     * Checks that nothing is lost but the class, and what the declared one does not promise.
     *
     * @throws FormatProblem if it is a subclass, is sorted in a way that is not known when it is read, or has members or methods of its own
     */
    static void check(JsonWriter out, Object container, Class<?> declared) {
        if (!Adapters.isLenient(out)) {
            check(container, declared);
        }
    }

    /** As {@link #check(JsonWriter, Object, Class)}. */
    @SuppressWarnings("ReferenceEquality") // there is one natural order
    static void check(Object container, Class<?> declared) {
        Class<?> own = container.getClass();
        Comparator<?> order = comparator(container);
        if (order != null && order != Comparator.naturalOrder()) {
            throw new FormatProblem(
                    "found a " + own.getName() + " with a comparator of its own, expected the natural order");
        }
        boolean isOther = !declared.isInterface() && declared != EnumSet.class && own != declared;
        boolean isLost = container instanceof BlockingQueue
                || container instanceof Properties
                || container instanceof IdentityHashMap
                || container instanceof WeakHashMap;
        if (isOther || isLost || (own != declared && !Types.isPlatform(own) && HAS_MORE.get(own))) {
            throw new FormatProblem("found a " + own.getName() + " where the data type declares a " + declared.getName()
                    + ", expected nothing more");
        }
    }

    private static boolean isSorted(Object container) {
        return container instanceof SortedSet || container instanceof SortedMap || container instanceof PriorityQueue;
    }

    private static @Nullable Comparator<?> comparator(Object container) {
        return switch (container) {
            case SortedSet<?> set -> set.comparator();
            case SortedMap<?, ?> map -> map.comparator();
            case PriorityQueue<?> queue -> queue.comparator();
            default -> null;
        };
    }

    private static boolean hasFields(Class<?> type) {
        return extendsPlain(type)
                && anyOf(
                        type,
                        c -> Arrays.stream(c.getDeclaredFields())
                                .filter(field -> !Modifier.isTransient(field.getModifiers()))
                                .toArray(Member[]::new));
    }

    /** Whether the contents are those of a collection of the platform. */
    private static boolean extendsPlain(Class<?> type) {
        Class<?> at = type;
        while (!Types.isPlatform(at)) {
            at = at.getSuperclass();
        }
        return at != Object.class && !Types.isAbstract(at);
    }

    private static boolean anyOf(Class<?> type, Function<Class<?>, Member[]> members) {
        for (Class<?> at = type; !Types.isPlatform(at); at = at.getSuperclass()) {
            if (Arrays.stream(members.apply(at))
                    .anyMatch(member -> !member.isSynthetic() && !Modifier.isStatic(member.getModifiers()))) {
                return true;
            }
        }
        return false;
    }
}
