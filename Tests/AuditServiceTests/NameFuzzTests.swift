import AuditService
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Whatever somebody writes for a snapshot or a resource names one, or is refused in words that say so.
@Suite struct NameFuzzTests {
  @Test func `a snapshot's name of any form names one that there is, or none`() throws {
    let shop = try Shop()
    try shop.take(2, "10.0.0.0/8")
    try shop.take(3, "10.0.0.0/9")
    let seeds = ["1", "2", "latest", "2026-11-02", "2026-11-20T21:15:00Z", "-1"]
    var named = 0
    Fuzzing.run("snapshot names", seed: 64, seeds: seeds, marks: "0123456789-+:.TZlatest \u{0}") {
      text, _ in
      do throws(Problem) {
        let number = try SnapshotName(text).number(in: shop.store)
        named += 1
        #expect((1...2).contains(number), "\(text)")
      } catch {
        #expect(error.code == "unknown-snapshot", "\(text)")
      }
    }
    #expect(named > Fuzzing.count / 50)
  }

  @Test func `a resource's name of any form names the one that there is, or none`() throws {
    let shop = try Shop()
    try shop.take(2, "10.0.0.0/8")
    let seeds = [
      "sg-a", "a", "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-a",
      "\(shop.group)", "arn:aws:ec2:::sg-a:*",
    ]
    var named = 0
    let kept = ["arn:aws:ec2:::sg-a\u{0}:sg-a", "sg-a\u{0}"]
    Fuzzing.run("resource names", seed: 65, seeds: seeds, marks: ":/*-arnsg% '\"\u{0}", kept: kept)
    {
      text, _ in
      do throws(Problem) {
        let resource = try ResourceName(text).resource(in: shop.store)
        named += 1
        #expect(resource.id == shop.group && !kept.contains(text), "\(text)")
      } catch {
        #expect(error.code == "unknown-resource", "\(text)")
      }
    }
    #expect(named > Fuzzing.count / 50)
  }
}
