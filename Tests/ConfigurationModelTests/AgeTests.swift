import ConfigurationModel
import Testing

struct AgeTests {
  @Test(arguments: [
    ("1h", 3600, "1h"), ("12h", 43_200, "12h"), ("24h", 86_400, "1d"), ("90d", 7_776_000, "90d"),
    ("4w", 2_419_200, "4w"), ("007d", 604_800, "1w"), ("366000d", 31_622_400_000, "366000d"),
  ])
  func `an age is a number with its unit`(text: String, seconds: Int, words: String) throws {
    let age = try #require(Age(parsing: text))
    #expect(age.seconds == Int64(seconds) && age.description == words)
    #expect(Age(parsing: words) == age)
    let moment = Timestamp(seconds: 1_793_491_200)
    #expect(age.before(moment).seconds == moment.seconds - Int64(seconds))
  }

  @Test(arguments: [
    "", "d", "90", "0d", "-1d", "+1d", "1.5d", "1 d", "1D", "1m", "1y", "d1", "1dd", "٣d",
    "366001d", "9999999999d", "99999999999999999999d", "90d ",
  ])
  func `what is no age is refused`(text: String) { #expect(Age(parsing: text) == nil) }
}
