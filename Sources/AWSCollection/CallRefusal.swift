import AWSClient
import ConfigurationDiff
import ConfigurationModel

/// A call that was not answered: AWS refused it, or something kept it from being answered.
struct CallRefusal: Error {
  let request: AWSRequest
  let reason: any Error
  /// Which page of a listing it was, from 1.
  var page = 1

  /// Whether AWS says that what was asked about is not there. Its codes differ by service:
  /// `NonExistentQueue`, `ResourceNotFoundException`, `NoSuchBucket`, `InvalidGroup.NotFound`. Whether it is gone,
  /// a listing must say: what was just made is not found everywhere either.
  var saysGone: Bool {
    guard let code = (reason as? AWSError)?.code else { return false }
    return ["NotFound", "NonExistent", "DoesNotExist"].contains { code.contains($0) }
      || code.hasPrefix("NoSuch")
  }

  /// Whether AWS says with one of these codes that there is no such part.
  func saysAbsent(_ detail: ResourceKind.Detail) -> Bool {
    (reason as? AWSError).map { detail.isAbsence($0.code, $0.message) } ?? false
  }

  /// Whether AWS refused with one of these codes.
  func says(_ codes: [String]) -> Bool {
    (reason as? AWSError).map { codes.contains($0.code) } ?? false
  }

  /// Whether AWS says that the caller may not ask.
  var saysDenied: Bool { (reason as? AWSError)?.isDenied ?? false }

  /// Whether AWS says with one of these errors that there is nothing to list.
  func saysNone(_ signs: [ResourceKind.ErrorSign]) -> Bool {
    (reason as? AWSError).map { error in
      signs.contains { $0.fits(code: error.code, message: error.message) }
    } ?? false
  }

  /// The refusal, of what is listed all the same: it is not gone, and not there either.
  var standing: CallRefusal {
    guard saysGone, let code = (reason as? AWSError)?.code else { return self }
    return CallRefusal(request: request, reason: Problem.vanishing(code), page: page)
  }

  /// As the answer that stands for it.
  var value: ConfigurationValue { .refusal(reason, request) }
}

extension AccountCollector {
  /// What calls give. Where AWS refuses one, or nothing answers, it throws `CallRefusal`: an error of who takes
  /// the answers is none.
  func asking<Value>(_ request: AWSRequest, page: Int = 1, _ calls: () async throws -> Value)
    async throws -> Value
  {
    do {
      return try await calls()
    } catch let reason where reason is AWSError || reason is Problem {
      throw CallRefusal(request: request, reason: reason, page: page)
    }
  }
}

extension Problem {
  static func vanishing(_ code: String) -> Problem {
    Problem(
      "resource-vanishing", "AWS lists the resource, but says that it does not exist: \(code).",
      hint: "It was just created or is being deleted; the next snapshot shows it.")
  }
}
