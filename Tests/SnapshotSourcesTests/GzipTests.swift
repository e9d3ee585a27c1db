import PlumblineTestSupport
import Testing

@testable import SnapshotSources

private let name = "111122223333/eu-west-1/ec2-describe-security-groups.json.gz"
private let scope = "111122223333 eu-west-1 AWS::EC2::SecurityGroup"

private func groups(_ count: Int) -> [UInt8] {
  let items = (0..<count).map { #"{"GroupId":"sg-\#($0)","GroupName":"n"}"# }
  return Array((#"{"SecurityGroups":["# + items.joined(separator: ",") + "]}").utf8)
}

@Suite struct GzipTests {
  @Test(arguments: [1, 2, 20_000])
  func `a compressed file is read as it is uncompressed`(count: Int) throws {
    let fixture = try Fixture()
    try fixture.write(gzip(groups(count)), to: name)
    #expect(fixture.read().readings == ["\(scope): read \(count)"])
  }

  @Test func `members follow one another, and padding is no member`() throws {
    let text = groups(50)
    let fixture = try Fixture()
    let halves = gzip(Array(text[..<700])) + gzip(Array(text[700...]))
    try fixture.write(halves + [0, 0, 0], to: name)
    #expect(fixture.read().readings == ["\(scope): read 50"])
    #expect(fixture.read().codes == [])
  }

  @Test func `a damaged file is never an empty listing`() throws {
    let whole = gzip(groups(200))
    var damaged = whole
    damaged[whole.count / 2] ^= 0xFF
    let cases: [([UInt8], [String])] = [
      (Array(whole.dropLast(5)), ["truncated-gzip"]),
      (Array(whole.prefix(20)), ["truncated-gzip"]),
      (whole + [1, 2, 3], ["corrupt-gzip"]),
      (damaged, ["corrupt-gzip", "invalid-json", "truncated-gzip"]),
    ]
    for (bytes, codes) in cases {
      let fixture = try Fixture()
      try fixture.write(bytes, to: name)
      let read = fixture.read()
      #expect(codes.contains(read.codes.first ?? "none"))
      #expect(read.readings.allSatisfy { $0.contains("unread") })
    }
  }

  @Test func `a bomb is refused before it is unpacked`() throws {
    let fixture = try Fixture()
    try fixture.write(gzip([UInt8](repeating: 32, count: 10_000_000)), to: "bomb.gz")
    let limits = InputLimits(decompressed: 1_000_000, ratio: 20)
    let input = try InputBytes(fixture.folder + "/bomb.gz", limits: limits)
    var count = 0
    #expect {
      while let chunk = try input.next() { count += chunk.count }
    } throws: { error in
      "\(error)".contains("gzip-bomb")
    }
    #expect(count <= 1_000_000)
  }
}
