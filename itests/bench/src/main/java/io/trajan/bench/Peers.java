package io.trajan.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How each peer is set up. Two worker processes each, logging off, collection not forced after each
 * request: the way somebody who knows that server would run it.
 */
final class Peers {
  private final Path root;
  private final String app;
  private final int threads;

  Peers(Path root, int threads) {
    this.root = root;
    this.app = root.resolve("itests/apps/bench/config.ru").toString();
    this.threads = threads;
  }

  /** Every peer, installed or not. */
  List<Peer> all() throws IOException {
    List<Peer> peers = new ArrayList<>();
    peers.add(trajan("trajan", ""));
    peers.add(trajan("trajan-process", "processes = 2\n"));
    peers.add(uwsgi("uwsgi-closing", "--http-socket"));
    peers.add(uwsgi("uwsgi-keepalive", "--http11-socket"));
    peers.add(uwsgiBehindNginx());
    peers.add(puma());
    peers.add(unicorn());
    return peers;
  }

  private Peer trajan(String name, String options) throws IOException {
    int port = freePort();
    String vassal =
        "http-socket = 127.0.0.1:"
            + port
            + "\nrack = "
            + app
            + "\nthreads = "
            + threads
            + "\n"
            + options;
    return new Peer(
        name,
        root.resolve("trajan").toString(),
        Map.of(
            "home/vassals/bench.cfg",
            vassal,
            "home/etc/io.trajan.launcher.cfg",
            "features = core vassals http rack\n",
            "home/etc/io.trajan.dispatch.cfg",
            "access.log = off\n"),
        List.of(root.resolve("trajan").toString(), "up", "--home", "home"),
        port,
        List.of());
  }

  private Peer uwsgi(String name, String socket) throws IOException {
    int port = freePort();
    return new Peer(
        name, "uwsgi", Map.of(), uwsgiCommand(socket, "127.0.0.1:" + port), port, List.of());
  }

  private List<String> uwsgiCommand(String socket, String address) {
    return List.of(
        "uwsgi",
        "--plugin",
        "rack",
        socket,
        address,
        "--rack",
        app,
        "--master",
        "--processes",
        "2",
        "--listen",
        "128",
        "--disable-logging",
        "--rb-gc-freq",
        "1000000",
        "--die-on-term");
  }

  private Peer uwsgiBehindNginx() throws IOException {
    int port = freePort();
    String nginx =
        """
        daemon off; %s worker_processes 1; pid nginx.pid; error_log nginx.log;
        events { worker_connections 1024; }
        http { access_log off; client_body_temp_path body; uwsgi_temp_path uwsgi; proxy_temp_path proxy;
          fastcgi_temp_path fastcgi; scgi_temp_path scgi; keepalive_requests 1000000;
          server { listen 127.0.0.1:%d; location / { uwsgi_pass unix:u.sock;
            uwsgi_param REQUEST_METHOD $request_method; uwsgi_param PATH_INFO $uri;
            uwsgi_param QUERY_STRING $query_string; uwsgi_param REQUEST_URI $request_uri;
            uwsgi_param CONTENT_TYPE $content_type; uwsgi_param CONTENT_LENGTH $content_length;
            uwsgi_param SERVER_PROTOCOL $server_protocol; uwsgi_param SERVER_NAME $server_name;
            uwsgi_param SERVER_PORT $server_port; uwsgi_param REMOTE_ADDR $remote_addr;
            uwsgi_modifier1 7; } } }
        """
            .formatted(nginxUser(), port);
    return new Peer(
        "uwsgi-nginx",
        "uwsgi",
        Map.of("nginx.conf", nginx),
        uwsgiCommand("--socket", "u.sock"),
        port,
        List.of("nginx", "-p", ".", "-c", "nginx.conf"));
  }

  /** Started by root nginx would serve as somebody who may not enter the bench's directory. */
  private static String nginxUser() {
    return System.getProperty("user.name").equals("root") ? "user root;" : "";
  }

  private Peer puma() throws IOException {
    int port = freePort();
    List<String> command =
        List.of(
            "puma",
            "-q",
            "-e",
            "production",
            "-w",
            "2",
            "-t",
            threads + ":" + threads,
            "--preload",
            "-b",
            "tcp://127.0.0.1:" + port,
            app);
    return new Peer("puma", "puma", Map.of(), command, port, List.of());
  }

  private Peer unicorn() throws IOException {
    int port = freePort();
    Map<String, String> files =
        Map.of("unicorn.rb", "worker_processes 2\npreload_app true\nlogger Logger.new(nil)\n");
    List<String> command =
        List.of("unicorn", "-E", "production", "-c", "unicorn.rb", "-l", "127.0.0.1:" + port, app);
    return new Peer("unicorn", "unicorn", files, command, port, List.of());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
