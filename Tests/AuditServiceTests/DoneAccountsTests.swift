import Testing

@testable import AuditService

/// Accounts that were read wait to be stored, some of them together.
@Suite struct DoneAccountsTests {
  private func names(_ answers: [Int], atMost most: Int) -> [[String]] {
    let done = DoneAccounts()
    for (index, count) in answers.enumerated() {
      done.append(.init(account: "\(index)", times: [:]), answers: count)
    }
    var taken: [[String]] = []
    while done.answers > 0 { taken.append(done.taken(atMost: most).map(\.account)) }
    return taken
  }

  @Test(
    arguments: [
      ([3, 3, 3, 3], [["0", "1", "2"], ["3"]]), ([10], [["0"]]),
      // One that has more by itself is stored by itself.
      ([20, 1, 1], [["0"], ["1", "2"]]), ([1, 20, 9], [["0"], ["1"], ["2"]]),
      // One without an answer is stored too: that it has none is to be told.
      ([0, 0, 9, 1], [["0", "1"], ["2", "3"]]), ([], []),
    ] as [([Int], [[String]])])
  func `no more are taken together than have so many answers, in the order they were read`(
    answers: [Int], taken: [[String]]
  ) {
    #expect(names(answers, atMost: 10) == taken)
  }

  @Test func `what comes while others are stored waits for the next`() {
    let done = DoneAccounts()
    #expect(done.taken(atMost: 10).isEmpty)
    done.append(.init(account: "a", times: [:]), answers: 4)
    #expect(done.taken(atMost: 10).map(\.account) == ["a"] && done.answers == 0)
    done.append(.init(account: "b", times: [:]), answers: 4)
    #expect(done.answers == 4 && done.taken(atMost: 10).map(\.account) == ["b"])
  }
}
