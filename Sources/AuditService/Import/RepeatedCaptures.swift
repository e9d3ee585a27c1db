import ConfigurationModel
import SnapshotSources

/// Items of AWS Config that several files of an import may have of one resource, each as it was captured
/// at another moment: each recorder that records global types has its own (AWS Config Developer Guide,
/// "Selecting Which Resources AWS Config Records", global resource types). The last capture counts.
struct RepeatedCaptures {
  /// What an item was read as.
  struct Capture {
    let item: PreparedItem
    let file: Int
    let place: Problem.Place
    let rank: Int
  }

  /// Whether several files of configuration items one by one are read, and of AWS Config at all.
  let (areItemsRepeated, areGlobalsRepeated): (Bool, Bool)
  private var captures: [ResourceID: [Capture]] = [:]

  init(_ files: [PlannedFile]) {
    let single = files.count(where: \.holdsConfigItems)
    areItemsRepeated = single > 1
    areGlobalsRepeated = single + files.count(where: \.isConfigSnapshot) > 1
  }

  /// Whether another file may have the same resource, captured at another moment.
  func mayRepeat(_ item: PreparedItem, of file: PlannedFile) -> Bool {
    guard item.identified.capturedAt != nil else { return false }
    let isGlobal = item.resource.id.region == Scope.global
    return areItemsRepeated && file.holdsConfigItems || areGlobalsRepeated && isGlobal
  }

  /// Keeps an item until all are read. Only those of the last moment are kept.
  mutating func hold(_ item: PreparedItem, file: Int, place: Problem.Place, rank: Int) {
    let capture = Capture(item: item, file: file, place: place, rank: rank)
    guard let moment = item.identified.capturedAt, let held = captures[item.resource.id],
      let latest = held[0].item.identified.capturedAt, moment <= latest
    else {
      captures[item.resource.id] = [capture]
      return
    }
    if moment == latest { captures[item.resource.id, default: []].append(capture) }
  }

  /// The items that count, in the order of their resources. Several of one resource were captured at one
  /// moment.
  var latest: [Capture] { captures.sorted { $0.key < $1.key }.flatMap(\.value) }
}

extension PlannedFile {
  fileprivate var holdsConfigItems: Bool {
    if case .configItems = role { true } else { false }
  }

  fileprivate var isConfigSnapshot: Bool {
    if case .configSnapshot = role { true } else { false }
  }
}
