import AWSTestSupport

/// What is done to each call, the same each time it is made: one in eight is damaged. That a page's token is taken
/// away is not among it: nothing in an answer tells it from the last page.
struct RandomFault: Sendable {
  let seed: Int

  private static let errors = [
    (403, "AccessDenied"), (400, "Throttling"), (503, "ServiceUnavailable"),
    (500, "InternalFailure"),
    (400, "ExpiredToken"), (404, "NoSuchBucket"), (400, "NotFoundException"),
    (400, "AWS.SimpleQueueService.NonExistentQueue"), (200, "AccessDeniedException"),
    (200, "InternalError"), (429, "TooManyRequestsException"), (409, "Conflict"),
  ]

  private static let texts = [
    "", "<html><body>log in</body></html>", "{}", "[]", "null", "{\"message\":null}", "ok",
    "<?xml version=\"1.0\"?>", "<Error><Code>SlowDown</Code></Error>",
    "{\"__type\":\"com.amazon.coral.service#InternalFailure\"}", "\u{0}",
  ]

  /// What happens to the pages of the changing security groups.
  let page: PageFault

  init(seed: Int) {
    self.seed = seed
    page = PageFault.allCases[Self.digest("\(seed) pages") % PageFault.allCases.count]
  }

  /// How long the client waits for an answer, in seconds: hangs are shorter to wait for then.
  var timeout: Double { hangs ? 3 : 20 }

  private var hangs: Bool { Self.digest("\(seed) hangs") % 4 == 0 }

  /// Whether the call that lists the changing groups is damaged besides, or one that all of its service wait for.
  var touches: Bool {
    hangs
      || (1...4).contains { page in
        Self.digest("\(seed) \(Self.groups(page))") % 8 == 0
      }
  }

  private static func groups(_ page: Int) -> String { "groups page \(page)" }

  func fault(of request: ProxiedRequest, changing round: Int) -> Fault {
    let isGroups = request.operation == "DescribeSecurityGroups" && request.region == "eu-west-1"
    let text =
      isGroups
      ? Self.groups(page.number(of: request))
      : "\(request.service) \(request.region) \(request.operation) \(request.body)"
    let number = Self.digest("\(seed) \(text)")
    guard request.service != "sts", number % 8 == 0 else {
      return isGroups ? page.fault(of: request, changing: round) : .none
    }
    let choice = number / 8
    switch choice % 12 {
    case 0: return .cut
    case 1: return .cutChunk
    case 2: return .misstated([1, 100, -1, -40][choice / 12 % 4])
    case 3 where !mayHaveNoMembers(request):
      return .text(status: 200, Self.texts[choice / 12 % Self.texts.count])
    case 4: return .text(status: [204, 206, 302][choice / 12 % 3], "")
    case 5: return .restated([201, 204, 206, 304, 404][choice / 12 % 5])
    case 6: return .edited { String($0.prefix($0.count * (1 + choice / 12 % 7) / 8)) }
    case 7 where lists(request):
      return .edited {
        $0.replacing(/\[[^\[\]]*\]/, with: "\"none\"", maxReplacements: 1)
          .replacing("{}", with: #"{"message":"none"}"#)
      }
    case 8 where !mayHaveNoMembers(request): return .swapped(choice / 12)
    case 9 where hangs: return [.stall(seconds: 9), .stallInside(seconds: 9)][choice / 12 % 2]
    case 10: return .edited { "\u{feff}" + String($0.prefix($0.count / 2)) }
    default:
      let (status, code) = Self.errors[choice / 12 % Self.errors.count]
      return .error(status: status, code: code)
    }
  }

  /// Whether an object without members is a good answer, as another call's may be too: where an account has no
  /// queues, and for a queue without tags (Amazon SQS API Reference, "ListQueues", "ListQueueTags").
  private func mayHaveNoMembers(_ request: ProxiedRequest) -> Bool {
    ["ListQueues", "ListQueueTags"].contains(request.operation)
  }

  /// Whether a call lists, in JSON: a list of its own is what it must have.
  private func lists(_ request: ProxiedRequest) -> Bool {
    ["ListTables", "ListKeys", "ListSecrets"].contains(request.operation)
  }

  /// FNV-1a, 64 bits (RFC draft-eastlake-fnv): the same in every process.
  private static func digest(_ text: String) -> Int {
    let value = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return Int(value >> 16)
  }
}

/// What happens to a listing on pages: each but the first has one security group, or what is left.
enum PageFault: CaseIterable, Sendable {
  /// Two pages, as they should be.
  case none
  /// A page without items, between two with.
  case emptyPage
  /// The last item of a page is the first of the next one too.
  case equalItemTwice
  /// The same, and it was changed meanwhile.
  case otherItemTwice
  case repeatedToken
  /// The first page comes for the second one.
  case firstPageAgain
  case listIsText
  case noList
  case nullToken
  case brokenOff
  /// The second page was answered with no more than an error.
  case errorPage

  /// Whether all that there is can be told from it.
  var isWhole: Bool {
    switch self {
    case .none, .emptyPage, .equalItemTwice, .nullToken: true
    case .otherItemTwice, .repeatedToken, .firstPageAgain, .listIsText, .noList, .brokenOff,
      .errorPage:
      false
    }
  }

  /// The page that is asked for, from 1.
  func number(of request: ProxiedRequest) -> Int {
    let token = request.body.split(separator: "&").first { $0.hasPrefix("NextToken=") }
    return token.flatMap { Int($0.dropFirst("NextToken=page".count)) } ?? 1
  }

  func fault(of request: ProxiedRequest, changing round: Int) -> Fault {
    let number = number(of: request)
    if self == .errorPage, number > 1 { return .error(status: 200, code: "InternalError") }
    return .edited { page(number, of: GroupPages($0, round)) }
  }

  private func page(_ number: Int, of groups: GroupPages) -> String {
    let (first, rest) = (Array(groups.items.prefix(2)), Array(groups.items.dropFirst(2)))
    guard number > 1 else { return groups.page(first, token: "page2") }
    switch self {
    case .none, .errorPage: return groups.page(rest)
    case .emptyPage: return number == 2 ? groups.page([], token: "page3") : groups.page(rest)
    case .equalItemTwice: return groups.page(first.suffix(1) + rest)
    case .otherItemTwice:
      return groups.page(
        first.suffix(1).map {
          $0.replacing("</groupDescription>", with: " or so</groupDescription>")
        }
          + rest)
    case .repeatedToken: return groups.page(rest, token: "page2")
    case .firstPageAgain: return groups.page(first)
    case .listIsText: return groups.page(["none"])
    case .noList: return groups.page(nil)
    case .nullToken: return groups.page(rest, token: "")
    case .brokenOff: return String(groups.page(rest).dropLast(40))
    }
  }
}

/// An answer of `DescribeSecurityGroups`, its items apart.
private struct GroupPages {
  let items: [String]
  private let head: Substring
  private let foot: Substring

  init(_ answer: String, _ round: Int) {
    let text = answer.replacing("</groupDescription>", with: " \(round)</groupDescription>")
    let open = text.firstRange(of: "<securityGroupInfo>")
    let close = text.firstRange(of: "</securityGroupInfo>")
    let inner = (open?.upperBound ?? text.endIndex)..<(close?.lowerBound ?? text.endIndex)
    head = text[..<(open?.lowerBound ?? text.endIndex)]
    foot = text[(close?.upperBound ?? text.endIndex)...]
    items = Self.items(of: text[inner])
  }

  // An item holds items of its own.
  private static func items(of text: Substring) -> [String] {
    var items: [String] = []
    var (depth, start) = (0, text.startIndex)
    for tag in text.matches(of: /<(\/?)item>/) {
      if tag.1.isEmpty {
        if depth == 0 { start = tag.range.lowerBound }
        depth += 1
      } else {
        depth -= 1
        if depth == 0 { items.append(String(text[start..<tag.range.upperBound])) }
      }
    }
    return items
  }

  /// Nil for a page that has no list at all.
  func page(_ items: [String]?, token: String? = nil) -> String {
    let list = items.map { "<securityGroupInfo>\($0.joined())</securityGroupInfo>" } ?? ""
    let next = token.map { "<nextToken>\($0)</nextToken>" } ?? ""
    return "\(head)\(list)\(next)\(foot)"
  }
}
