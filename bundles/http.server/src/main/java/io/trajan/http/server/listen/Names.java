package io.trajan.http.server.listen;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Addresses of host names, within a bound: the name service of the system may take much longer, and
 * a thread that waits for it cannot be interrupted, so one of its own does that.
 */
final class Names {
  private static final long PATIENCE_MILLIS = 3000;

  private Names() {}

  /** The address that a host or an address in letters means. */
  static InetAddress address(String host) throws IOException {
    if (NetUtil.createByteArrayFromIpAddressString(host) != null) {
      return InetAddress.getByName(host);
    }
    FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(host));
    Thread.ofPlatform().daemon().name("trajan-http-name-lookup").start(lookup);
    try {
      return lookup.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + host + " was looked up", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "the name service did not answer within " + PATIENCE_MILLIS + " ms for " + host, e);
    }
  }
}
