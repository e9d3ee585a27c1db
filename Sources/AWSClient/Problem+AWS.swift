package import ConfigurationModel

extension Problem {
  /// What a call threw, for people: AWS's code and its own words, and the request that AWS's support asks
  /// for.
  package static func of(callFailure error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as AWSError: .callRefused(error)
    case _: Problem("run-failed", "The run failed: \(error).")
    }
  }

  private static func callRefused(_ error: AWSError) -> Problem {
    let request = error.requestID.map { ", request \($0)" } ?? ""
    let hint =
      if error.isClockSkew {
        "Set this machine's clock."
      } else if error.isExpired || error.isRegionDisabled || error.isSignatureRefused {
        "Check the credentials: 'aws sts get-caller-identity' says whose they are."
      } else if error.isThrottle {
        "Allow more attempts with AWS_MAX_ATTEMPTS, or set AWS_RETRY_MODE=adaptive, which keeps to AWS's pace."
      } else if error.isDenied {
        "'plumb iam-policy' prints the permissions that are needed."
      } else {
        "Check what is asked for, and the endpoint; or repeat it later."
      }
    return Problem(
      "call-refused", "AWS refused a call: \(error.code): \(error.message)\(request)", hint: hint)
  }

  static func unknownOperation(_ request: AWSRequest) -> Problem {
    Problem(
      "aws-operation-unknown",
      "The program does not know the AWS call '\(request.service) \(request.operation)'.",
      hint: "Declare it, and run Scripts/generate-shapes.py.")
  }

  static func operationRefused(_ request: AWSRequest) -> Problem {
    Problem(
      "aws-operation-refused",
      "'\(request.service) \(request.operation)' is not sent: it may change something in AWS.")
  }

  static func unknownParameter(_ name: String, of call: String) -> Problem {
    Problem("aws-parameter-unknown", "The AWS call '\(call)' has no parameter '\(name)'.")
  }

  static func missingParameter(_ name: String, of call: String) -> Problem {
    Problem("aws-parameter-missing", "The AWS call '\(call)' needs the parameter '\(name)'.")
  }

  static func endpointInvalid(_ text: String, in source: String) -> Problem {
    // What stands before an '@' is a name and a password, and after a '?' a token may stand.
    let shown = text.lastIndex(of: "@").map { "…" + text[$0...] } ?? text
    let plain = shown.prefix { $0 != "?" && $0 != "#" }
    return Problem(
      "aws-endpoint-invalid", "\(source) is no address of a service: '\(plain)'.",
      hint: "Write https://HOST or http://HOST:PORT.")
  }

  static func noCredentials(_ tried: [String]) -> Problem {
    Problem(
      "aws-no-credentials",
      "No AWS credentials were found. Tried: " + tried.joined(separator: "; ") + ".",
      hint: "Set AWS_PROFILE to a profile of ~/.aws/config, or log in with `aws sso login`.")
  }

  static func profileInvalid(_ profile: String, _ reason: String) -> Problem {
    Problem(
      "aws-profile-invalid", "The AWS profile '\(profile)' cannot be used: \(reason).",
      hint: "Look at it in the files ~/.aws/config and ~/.aws/credentials.")
  }

  static func credentialsRefused(_ source: String, _ reason: String) -> Problem {
    Problem(
      "aws-credentials-refused", "No credentials came from \(source): \(reason).",
      hint: "The same command with the AWS CLI, `aws sts get-caller-identity`, should say why.")
  }

  static func tooManyPages(_ request: AWSRequest, _ count: Int) -> Problem {
    Problem(
      "too-many-pages", "\(request) has more than \(count) pages.",
      hint: "The pages do not end: check the endpoint.")
  }

  static func pageTokenRepeats(_ request: AWSRequest) -> Problem {
    Problem(
      "page-token-repeats",
      "The pages of \(request) do not end: AWS gave the same page token again.",
      hint: "Nothing of this listing can be relied on. Run the command again.")
  }

  static func pageRepeats(_ request: AWSRequest) -> Problem {
    Problem(
      "page-repeats",
      "A page of \(request) repeats the page before it, so its own content is missing.",
      hint: "Nothing of this listing can be relied on. Run the command again.")
  }

  static func requestBudgetSpent(_ budget: Int) -> Problem {
    Problem(
      "aws-request-budget-spent", "The budget of \(budget) AWS requests is spent.",
      hint: "Allow more, or read fewer accounts, regions or types.")
  }

  static func requestTimedOut(_ request: AWSRequest, seconds: Double) -> Problem {
    Problem(
      "aws-request-timed-out", "\(request) had no answer within \(seconds) seconds.",
      hint: "Run the command again, and check the network's way to the endpoint.")
  }

  static func laneGivenUp(_ lane: CallGate.Lane) -> Problem {
    Problem(
      "aws-service-given-up",
      "\(lane.service) in \(lane.region) was given up for this run: \(LaneHealth.patience) calls in a row"
        + " had no answer.",
      hint:
        "The next run asks it again. Check the network connection to it, and AWS's health page.")
  }

  static func connectionFailed(_ request: AWSRequest, _ host: String, _ reason: String) -> Problem {
    Problem(
      "aws-connection-failed", "\(request) did not reach \(host): \(reason).",
      hint: "Check the network connection to this host, or the region's name.")
  }

  /// `what` as a call or a place of credentials.
  static func certificateUntrusted(_ what: String, _ host: String, _ reason: String) -> Problem {
    Problem(
      "aws-certificate-untrusted", "\(what): the certificate of \(host) is not trusted: \(reason).",
      hint:
        "Name the authority's certificates in AWS_CA_BUNDLE, or ca_bundle of the profile, as a PEM file."
    )
  }
}
