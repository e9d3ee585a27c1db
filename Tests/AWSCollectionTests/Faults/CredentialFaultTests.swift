import AWSClient
import AWSTestSupport
import AuditService
import ConfigurationModel
import Foundation
import Testing

extension FaultTests {
  /// Credentials that are wrong, or end.
  @Suite struct Credentials {
    @Test(arguments: [
      (403, "SignatureDoesNotMatch"), (403, "InvalidClientTokenId"), (400, "ExpiredToken"),
    ])
    func `where everything is refused all that was known is unread, and it says why`(
      status: Int, code: String
    ) async throws {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        bench.proxy.set { _ in .error(status: status, code: code) }
        let outcome = try await bench.take(bench.client())
        #expect(outcome.edits == 0)
        outcome.expectUnread({ _ in true }, because: [code])
        #expect(outcome.scopeTexts == first.scopeTexts)
        #expect(outcome.refused.map(\.code) == ["nothing-collected"])
        #expect(bench.proxy.counts == ["sts eu-west-1 GetCallerIdentity": 1])
        #expect(try bench.snapshotCount == 2)
        #expect(try await bench.takeWhole().readings == first.readings)
      }
    }

    @Test func `where it is not known whose credentials are refused nothing is stored`()
      async throws
    {
      try await FaultBench.run { bench in
        bench.proxy.set { _ in .error(status: 400, code: "ExpiredToken") }
        let problem = await #expect(throws: Problem.self) { try await bench.take(bench.client()) }
        #expect(problem?.code == "call-refused")
        #expect(problem?.message.contains("ExpiredToken") == true)
        #expect(problem?.hint?.contains("aws sts get-caller-identity") == true)
        let count = try bench.snapshotCount
        #expect(count == 0)
      }
    }

    @Test func `where all but the caller is refused all that was asked for is unread`()
      async throws
    {
      try await FaultBench.run { bench in
        bench.proxy.set {
          $0.service == "sts" ? .none : .error(status: 403, code: "AccessDenied")
        }
        let outcome = try await bench.take(bench.client())
        outcome.expectUnread({ _ in true }, because: ["AccessDenied"])
        #expect(outcome.unread.count > 40)
        #expect(outcome.refused.first?.code == "nothing-collected")
        #expect(outcome.refused.first?.hint?.contains("plumb iam-policy") == true)
      }
    }

    @Test func `keys that a server finds wrong store nothing`() async throws {
      try await Moto.run(["INITIAL_NO_AUTH_ACTION_COUNT": "0"]) { moto in
        try await FaultProxy.run(before: moto) { proxy in
          let bench = try FaultBench(proxy: proxy)
          defer { bench.remove() }
          let problem = await #expect(throws: Problem.self) { try await bench.take(bench.client()) }
          #expect(problem?.code == "call-refused")
          #expect(problem?.message.contains("InvalidClientTokenId") == true)
          #expect(try bench.snapshotCount == 0)
        }
      }
    }

    @Test func `credentials that end on the way are had anew, and the snapshot is whole`()
      async throws
    {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        bench.proxy.set { request in
          request.accessKeyID == "ASIA1" && request.number > 30
            ? .error(status: 400, code: "ExpiredToken") : .none
        }
        let outcome = try await bench.take(try bench.clientWithProcess())
        bench.expectWhole(outcome)
        #expect(outcome.readings == first.readings)
        #expect(try bench.processRuns() == 2)
      }
    }

    @Test func `credentials that end and cannot be had anew leave the rest unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          ["sts", "ec2", "s3"].contains(request.service)
            ? .none : .error(status: 400, code: "ExpiredTokenException")
        }
        faulty.expectUnread(
          { !$0.contains("AWS::EC2::") && !$0.contains("AWS::S3::") },
          because: ["ExpiredTokenException", "request fault-"])
      }
    }
  }
}

extension FaultBench {
  /// A client whose credentials a command prints: `ASIA1` the first time, then `ASIA2`.
  fileprivate func clientWithProcess() throws -> AWSClient {
    let command = folder.appending(path: "keys.sh")
    let end = Date().addingTimeInterval(7200).formatted(.iso8601)
    try """
    echo run >> '\(folder.path)/runs'
    n=$(wc -l < '\(folder.path)/runs' | tr -d ' ')
    echo '{"Version":1,"AccessKeyId":"ASIA'$n'","SecretAccessKey":"s","SessionToken":"t","Expiration":"\(end)"}'
    """.write(to: command, atomically: true, encoding: .utf8)
    let config = folder.appending(path: "config")
    try "[profile short]\ncredential_process = sh \(command.path)\n".write(
      to: config, atomically: true, encoding: .utf8)
    return AWSClient(
      profile: "short",
      in: .system(variables: proxy.variables(["AWS_CONFIG_FILE": config.path])),
      traffic: AWSTraffic(policy: RetryPolicy(longestWait: 0)))
  }

  /// How often the command ran.
  fileprivate func processRuns() throws -> Int {
    try String(contentsOf: folder.appending(path: "runs"), encoding: .utf8)
      .split(separator: "\n").count
  }
}
