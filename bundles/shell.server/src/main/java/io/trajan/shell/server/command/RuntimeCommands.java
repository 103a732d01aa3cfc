package io.trajan.shell.server.command;

import io.trajan.shell.Bytes;
import io.trajan.shell.Example;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The process that the emperor is. */
@Component(
    service = RuntimeCommands.class,
    property = {
      "osgi.command.scope=runtime",
      "osgi.command.function=stats",
      "osgi.command.function=threads",
      "osgi.command.function=gc"
    })
@Descriptor("The process of the emperor")
public final class RuntimeCommands {
  private final BundleContext context;

  /** Of the framework of this context. */
  @Activate
  public RuntimeCommands(BundleContext context) {
    this.context = context;
  }

  /**
   * One look at the process.
   *
   * @param uptime since the JVM began
   * @param pid its number
   * @param java the version that runs
   * @param processors it may use
   * @param load of the machine, over a minute
   * @param heapUsed garbage included
   * @param heapCommitted taken from the system
   * @param heapMax the limit
   * @param metaspace used for classes
   * @param resident memory of the process, native code and buffers included
   * @param threads that live, without virtual ones
   * @param threadsPeak the most so far
   * @param descriptors open files and sockets
   * @param bundles installed
   * @param bundlesActive of them active
   * @param services registered
   * @param classes loaded
   * @param classesUnloaded so far
   * @param classLoaders alive; after {@code runtime:gc} those that somebody holds
   * @param collections of garbage so far
   * @param collectionTime they took
   */
  public record Stats(
      Duration uptime,
      long pid,
      String java,
      int processors,
      double load,
      @Bytes long heapUsed,
      @Bytes long heapCommitted,
      @Bytes long heapMax,
      @Bytes long metaspace,
      @Bytes long resident,
      int threads,
      int threadsPeak,
      long descriptors,
      int bundles,
      long bundlesActive,
      int services,
      long classes,
      long classesUnloaded,
      long classLoaders,
      long collections,
      Duration collectionTime) {}

  /** The figures now. */
  @Descriptor("Shows uptime, memory, threads, descriptors, bundles and classes")
  @Example({"runtime:stats", "runtime:stats --json"})
  public Stats stats() throws Exception {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    Bundle[] bundles = context.getBundles();
    return new Stats(
        Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
        ProcessHandle.current().pid(),
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        heap.getUsed(),
        heap.getCommitted(),
        heap.getMax(),
        metaspace(),
        resident(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getThreadMXBean().getPeakThreadCount(),
        descriptors(),
        bundles.length,
        Arrays.stream(bundles).filter(b -> b.getState() == Bundle.ACTIVE).count(),
        context.getAllServiceReferences(null, null).length,
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount(),
        ClassLoaders.count(),
        collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
        Duration.ofMillis(
            collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum()));
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /**
   * <a href="https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html">/proc/self/statm</a>, the
   * second number.
   */
  private static long resident() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
    return Long.parseLong(pages[1]) * 4096;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count() - 1; // one is the listing itself
    }
  }

  /**
   * A thread.
   *
   * @param id of Java
   * @param name by its owner
   * @param state now
   * @param daemon whether it may be left at the end
   * @param at where it is
   */
  public record ThreadRow(long id, String name, Thread.State state, boolean daemon, String at) {}

  /** All of them. */
  @Descriptor("Lists the threads and where they are")
  @Example({"runtime:threads", "runtime:threads | grep shell"})
  public List<ThreadRow> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(e -> row(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(ThreadRow::id))
        .toList();
  }

  private static ThreadRow row(Thread thread, StackTraceElement[] stack) {
    String at = stack.length == 0 ? "" : stack[0].getClassName() + "." + stack[0].getMethodName();
    return new ThreadRow(
        thread.threadId(), thread.getName(), thread.getState(), thread.isDaemon(), at);
  }

  /**
   * What a collection did.
   *
   * @param heapBefore used
   * @param heapAfter used
   * @param classLoadersBefore alive
   * @param classLoadersAfter alive
   * @param took the time of it
   */
  public record Collected(
      @Bytes long heapBefore,
      @Bytes long heapAfter,
      long classLoadersBefore,
      long classLoadersAfter,
      Duration took) {}

  /** For finding what is held too long. */
  @Descriptor("Collects all garbage now; the whole process waits for it")
  @Example("runtime:gc")
  public Collected gc() throws Exception {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long loaders = ClassLoaders.count();
    long began = System.nanoTime();
    System.gc();
    long took = System.nanoTime() - began;
    long after = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Collected(heap, after, loaders, ClassLoaders.count(), Duration.ofNanos(took));
  }
}
