package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.trajan.boot.Keep;
import io.trajan.boot.Kept;
import io.trajan.config.codec.Address;
import io.trajan.http.server.listen.Listener.Claim;
import io.trajan.http.server.listen.Listener.Treatment;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Loops;
import io.trajan.vassal.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets by address: bound by the first generation of a vassal that wants one,
 * shared with its later ones, closed behind the last. Changed by the control thread only; {@link
 * #all} may be called by any.
 */
public final class Listeners {
  /** How long sockets and connections are kept for the next version of this bundle. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  /** Most connections that are kept; the rest of the keeper's room is for listeners. */
  private static final int KEPT_CONNECTIONS = Keep.CAPACITY - 1024;

  private static final String CONNECTIONS = "connections";

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /**
   * What is asked for.
   *
   * @param owner the generation that asks; compared by identity
   * @param backlog connections that may wait to be accepted
   * @param mode permissions of a Unix socket, null to leave them to the umask
   */
  public record Wish(
      Object owner,
      Address address,
      String vassal,
      int backlog,
      @Nullable Set<PosixFilePermission> mode,
      TreatmentMaker treatment) {
    Claim claim(Counters counters) {
      return new Claim(owner, backlog, mode, treatment.with(counters));
    }
  }

  /** Makes the treatment around the counters of the listener, which outlive generations. */
  @FunctionalInterface
  public interface TreatmentMaker {
    /** Makes it. */
    Treatment with(Counters counters);
  }

  private final Loops loops;
  private final Opener opener;
  private final @Nullable Keep keep;
  private final Binder binder = new Binder();
  private final Map<Address, Listener> byAddress = new LinkedHashMap<>();
  private volatile List<Listener> all = List.of();
  private @Nullable Estate estate;

  /** None yet. */
  public Listeners(Loops loops, Admission admission, @Nullable Keep keep) {
    this.loops = loops;
    this.opener = new Opener(loops, admission);
    this.keep = keep;
  }

  /** Every listener; a snapshot. */
  public Collection<Listener> all() {
    return all;
  }

  /** Binds an address, or shares what the vassal has bound already. */
  public Listener acquire(Wish wish) throws LaunchException {
    Listener known = byAddress.get(wish.address());
    if (known != null && !known.vassal().equals(wish.vassal())) {
      throw clash(wish.address(), known.vassal());
    }
    if (known == null || isAnyPort(wish.address())) {
      return bind(wish);
    }
    share(known, wish.claim(known.counters()));
    return known;
  }

  private static void share(Listener known, Claim claim) throws LaunchException {
    Claim before = known.active();
    known.add(claim);
    try {
      Binder.change(known.address(), known.channel(), before, claim);
    } catch (IOException e) {
      known.remove(claim.owner());
      throw BindFailure.explain(known.address(), e, Optional.empty());
    }
  }

  /** Who has an address already, if that is another vassal; any thread. */
  public Optional<String> otherHolder(Address address, String vassal) {
    return all.stream()
        .filter(listener -> listener.address().equals(address) && !isAnyPort(address))
        .map(Listener::vassal)
        .filter(holder -> !holder.equals(vassal))
        .findFirst();
  }

  private static LaunchException clash(Address address, String holder) {
    return new LaunchException(
        "cannot listen at " + address + ": vassal " + holder + " listens there",
        "Choose another address for one of them.");
  }

  /** Whether the system chooses the port, so that nobody is in the way. */
  public static boolean isAnyPort(Address address) {
    return address instanceof Address.Inet inet && inet.port() == 0;
  }

  private Listener bind(Wish wish) throws LaunchException {
    Acceptor acceptor = new Acceptor(opener);
    Kept kept = keep == null ? null : keep.take(key(wish.address())).orElse(null);
    Channel channel = kept == null ? null : adopt(wish.address(), kept, acceptor);
    if (channel == null) {
      channel = binder.bind(wish.address(), wish.backlog(), wish.mode(), loops.first(), acceptor);
    } else {
      adjust(wish, channel);
    }
    Counters counters = new Counters();
    Claim claim = wish.claim(counters);
    Listener listener = new Listener(wish.address(), wish.vassal(), channel, counters, claim);
    acceptor.serve(listener);
    if (kept != null) {
      inherit(listener, Integer.parseInt(kept.note().getOrDefault(CONNECTIONS, "0")));
    }
    if (!isAnyPort(wish.address())) {
      byAddress.put(wish.address(), listener);
    }
    List<Listener> next = new ArrayList<>(all);
    next.add(listener);
    all = List.copyOf(next);
    return listener;
  }

  private @Nullable Channel adopt(Address address, Kept kept, Acceptor acceptor) {
    try {
      return binder.adopt(address, (int) kept.handle(), loops.first(), acceptor);
    } catch (IOException e) {
      LOG.warn("the kept socket of {} cannot be used, it is bound anew", address, e);
      kept.discard();
      return null;
    }
  }

  /** What the version before had asked for may have been something else. */
  private static void adjust(Wish wish, Channel channel) {
    try {
      Binder.change(wish.address(), channel, wish.backlog(), wish.mode());
    } catch (IOException e) {
      LOG.warn("the kept socket of {} stays as it was", wish.address(), e);
    }
  }

  /** Goes on with the connections of the listener before. */
  private void inherit(Listener listener, int count) {
    Keep keeper = keep;
    for (int i = 0; keeper != null && i < count; i++) {
      keeper.take(key(listener.address()) + "#" + i).ifPresent(kept -> inherit(listener, kept));
    }
  }

  private void inherit(Listener listener, Kept kept) {
    if (listener.treatment().tls() == null) {
      opener.adopt((int) kept.handle(), Estate.peer(kept.note()), listener);
    } else {
      kept.discard(); // It spoke without TLS, and no more.
    }
  }

  /**
   * One generation less; true when it was the last and the socket is closed. Otherwise what the
   * newest of those that stay asked for is in force again.
   */
  public boolean release(Listener listener, Object owner) {
    Claim before = listener.active();
    if (!listener.remove(owner)) {
      restore(listener, before);
      return false;
    }
    forget(listener);
    listener.channel().close().awaitUninterruptibly(1000);
    if (listener.address() instanceof Address.Unix unix) {
      try {
        Files.deleteIfExists(unix.path());
      } catch (IOException e) {
        LOG.warn("the socket {} could not be removed", unix.path(), e);
      }
    }
    return true;
  }

  private static void restore(Listener listener, Claim before) {
    try {
      Binder.change(listener.address(), listener.channel(), before, listener.active());
    } catch (IOException e) {
      LOG.warn("{} keeps what a generation that is gone asked for", listener.address(), e);
    }
  }

  private void forget(Listener listener) {
    byAddress.remove(listener.address(), listener);
    opener.admission().forget(listener.channel());
    List<Listener> next = new ArrayList<>(all);
    next.remove(listener);
    all = List.copyOf(next);
  }

  /**
   * Stops accepting everywhere; the sockets stay open and new connections wait in them. Returns who
   * takes the connections, or null when nothing can be kept.
   */
  public @Nullable Heir suspend() {
    for (Listener listener : all) {
      if (isKept(listener)) {
        Binder.release(listener.channel());
      } else {
        listener.channel().close().awaitUninterruptibly(1000);
      }
    }
    estate = keep == null ? null : new Estate(opener.admission(), KEPT_CONNECTIONS);
    return estate;
  }

  /** Leaves sockets and connections to the next version of this bundle. */
  public void bequeath() {
    Keep keeper = keep;
    Estate left = estate;
    for (Listener listener : List.copyOf(all)) {
      forget(listener);
      if (keeper != null && left != null) {
        bequeath(keeper, listener, left.of(listener));
      }
    }
  }

  private static void bequeath(Keep keeper, Listener listener, List<Estate.Left> connections) {
    String key = key(listener.address());
    for (int i = 0; i < connections.size(); i++) {
      Estate.Left each = connections.get(i);
      keeper.put(key + "#" + i, new Kept(each.descriptor(), each.note(), each.discard()), KEPT);
    }
    if (!isAnyPort(listener.address())) {
      int descriptor = Binder.descriptor(listener.channel());
      Map<String, String> note = Map.of(CONNECTIONS, String.valueOf(connections.size()));
      Runnable discard = Closing.of(new FileDescriptor(descriptor));
      keeper.put(key, new Kept(descriptor, note, discard), KEPT);
    }
  }

  private boolean isKept(Listener listener) {
    return keep != null && !isAnyPort(listener.address());
  }

  static String key(Address address) {
    return "http.server:" + address;
  }
}
