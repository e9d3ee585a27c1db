import AuditStore
import PlumblineTestSupport
import Testing

@Suite struct BodyCodecTests {
  private static func body(_ index: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let values = (0..<10).map { "\"key\($0)\":\(Int.random(in: 0...999, using: &random))" }
    return Array("{\"id\":\"sg-\(index)\",\(values.joined(separator: ","))}".utf8)
  }

  private static func bodies(_ count: Int) -> [[UInt8]] {
    var random = SeededGenerator(seed: 1)
    return (0..<count).map { body($0, &random) }
  }

  private static let dictionary: [UInt8]? = BodyCodec.trained(on: bodies(500))

  private func codec(isTrained: Bool) throws -> BodyCodec {
    guard isTrained else { return BodyCodec() }
    let dictionary: [UInt8] = try #require(Self.dictionary)
    return BodyCodec(dictionary: dictionary)
  }

  private func compressed(_ body: [UInt8], _ codec: BodyCodec) -> [UInt8] {
    body.withUnsafeBytes { codec.compressed($0) }
  }

  private func decompressed(_ bytes: [UInt8], _ codec: BodyCodec) -> [UInt8]? {
    bytes.withUnsafeBytes { codec.decompressed($0) }
  }

  @Test(arguments: [false, true])
  func `what is compressed comes back`(isTrained: Bool) throws {
    let codec = try codec(isTrained: isTrained)
    let sizes = [0, 1, 2, 100, 65_536, 1_000_000]
    for body in sizes.map({ [UInt8](repeating: 65, count: $0) }) + Self.bodies(50) {
      #expect(decompressed(compressed(body, codec), codec) == body)
    }
  }

  @Test func `a dictionary makes small bodies smaller, and is needed to read them`() throws {
    let trained = try codec(isTrained: true)
    let plain = BodyCodec()
    for body in Self.bodies(20) {
      #expect(compressed(body, trained).count < compressed(body, plain).count)
      #expect(decompressed(compressed(body, trained), plain) == nil)
    }
  }

  @Test func `too few bodies train no dictionary`() {
    #expect(BodyCodec.trained(on: []) == nil)
    #expect(BodyCodec.trained(on: Self.bodies(99)) == nil)
    #expect(BodyCodec.trained(on: Array(repeating: [], count: 200)) == nil)
  }

  @Test(arguments: [false, true])
  func `damaged bytes give nothing or another body, and never a trap`(isTrained: Bool) throws {
    let codec = try codec(isTrained: isTrained)
    var random = SeededGenerator(seed: 2)
    let good = compressed(Self.bodies(1)[0], codec)
    for _ in 0..<5000 {
      var bytes = good
      let index = Int.random(in: bytes.indices, using: &random)
      bytes[index] ^= UInt8.random(in: 1...255, using: &random)
      _ = decompressed(bytes, codec)
    }
    for count in 0..<good.count { #expect(decompressed(Array(good[..<count]), codec) == nil) }
    for _ in 0..<5000 {
      let count = Int.random(in: 0...200, using: &random)
      let start: [UInt8] = Bool.random(using: &random) ? [0x28, 0xB5, 0x2F, 0xFD] : []
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      _ = decompressed(start + noise, codec)
    }
  }

  @Test func `a damaged dictionary gives nothing`() throws {
    let dictionary = try #require(Self.dictionary)
    let body = Self.bodies(1)[0]
    let bytes = compressed(body, BodyCodec(dictionary: dictionary))
    for broken in [[], [0], Array(dictionary.prefix(100)), Array(dictionary.dropFirst(8))] {
      #expect(decompressed(bytes, BodyCodec(dictionary: broken)) == nil)
    }
  }
}
