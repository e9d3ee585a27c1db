package import AWSClient
package import ConfigurationDiff
import ConfigurationModel

/// Asks one page of every listing, to see which calls are allowed.
package struct PermissionProbe: Sendable {
  /// What came of it.
  package struct Outcome: Hashable, Sendable {
    package let asked: Int
    /// The calls that were refused, with AWS's code: `ec2:DescribeVpcs (UnauthorizedOperation)`.
    package let refused: [String]
  }

  private let client: AWSClient
  private let plan: CollectionPlan

  package init(_ client: AWSClient, kinds: [ResourceKind]) {
    self.client = client
    plan = CollectionPlan(kinds)
  }

  package func run(in region: String) async -> Outcome {
    let place = Partition.of(region: region).implicitRegion
    let requests = plan.calls.map { call in
      AWSRequest(
        call.listing.service, call.listing.each?.operation ?? call.listing.operation,
        region: call.reach == .account ? place : region,
        call.listing.each == nil ? call.listing.parameters : [:])
    }
    let refused = await withTaskGroup(of: String?.self) { group in
      for request in requests { group.addTask { await refusal(of: request) } }
      return await group.reduce(into: [String]()) { refused, text in
        if let text { refused.append(text) }
      }
    }
    return Outcome(asked: requests.count, refused: refused.sorted())
  }

  private func refusal(of request: AWSRequest) async -> String? {
    do {
      var pages = try PageReading(of: request, by: client)
      _ = try await pages.next()
      return nil
    } catch let error as AWSError {
      // A part of the account that is not there, such as a password policy, was answered all the same.
      return error.status == 404 || error.code.hasPrefix("NoSuch")
        ? nil : "\(request.apiOperation) (\(error.code))"
    } catch let problem as Problem {
      return "\(request.apiOperation) (\(problem.code))"
    } catch {
      return "\(request.apiOperation) (\(error))"
    }
  }
}
