import FoundationEssentials
import PlumblineTestSupport
import Testing

struct ScenarioTests {
  /// Every folder in `Scenarios` tells a story, and `expected.txt` in it is what comes of it.
  @Test(arguments: Story.all)
  func `a story ends as it was told`(story: Story) throws {
    let stage = try Stage(story)
    let text = try story.steps.map { step in try stage.play(step) }.joined(separator: "\n")
    expectGolden(text, at: story.folder + "/expected.txt", named: story.name + "/expected.txt")
  }

  @Test
  func `there are stories`() { #expect(Story.all.count > 20) }
}
