# An echo of WebSocket messages (RFC 6455) in plain Ruby, on a connection taken over with rack.hijack.
require "digest/sha1"

module WebSocket
  GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
  CONTINUATION = 0
  TEXT = 1
  BINARY = 2
  CLOSE = 8
  PING = 9
  PONG = 10
  FIN = 0x80

  def self.accept(env)
    key = env["HTTP_SEC_WEBSOCKET_KEY"]
    return [400, { "Content-Type" => "text/plain" }, ["no WebSocket\n"]] unless key
    io = env["rack.hijack"].call
    answer = [Digest::SHA1.digest(key + GUID)].pack("m0")
    io.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
             "Sec-WebSocket-Accept: #{answer}\r\n\r\n")
    Thread.new { echo(io) }
    # Nobody sends this: the connection is ours.
    [200, { "Content-Type" => "text/plain" }, []]
  end

  def self.echo(io)
    message = "".b
    kind = TEXT
    while (frame = read_frame(io))
      last, code, payload = frame
      case code
      when CLOSE then return io.write(frame(CLOSE, payload))
      when PING then io.write(frame(PONG, payload))
      when CONTINUATION, TEXT, BINARY
        kind = code unless code == CONTINUATION
        message << payload
        next unless last
        io.write(frame(kind, message))
        message = "".b
      end
    end
  rescue IOError, SystemCallError
    # The client has left.
  ensure
    io.close
  end

  # Whether it is the last frame of a message, its opcode and what it carries; nil at the end.
  def self.read_frame(io)
    first, second = io.read(2)&.bytes
    return unless second
    size = second & 0x7f
    size = io.read(2).unpack1("n") if size == 126
    size = io.read(8).unpack1("Q>") if size == 127
    mask = io.read(4).unpack1("N")
    [first & FIN != 0, first & 0x0f, size.zero? ? "".b : unmask(io.read(size), mask)]
  end

  def self.unmask(payload, mask)
    size = payload.bytesize
    words = (payload + "\0" * (-size % 4)).unpack("N*")
    words.map { |word| word ^ mask }.pack("N*").byteslice(0, size)
  end

  def self.frame(code, payload)
    size = payload.bytesize
    head = [FIN | code]
    return (head + [size]).pack("CC") + payload if size < 126
    return (head + [126, size]).pack("CCn") + payload if size < 65_536
    (head + [127, size]).pack("CCQ>") + payload
  end
end
