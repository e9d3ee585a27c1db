package import AWSClient
package import ConfigurationDiff
import ConfigurationModel

/// Asks one page of every listing that the region offers, to see which calls are allowed.
package struct PermissionProbe: Sendable {
  /// What came of it.
  package struct Outcome: Hashable, Sendable {
    /// How many calls were made.
    package let asked: Int
    /// The calls that were refused, with AWS's code: `ec2:DescribeVpcs (UnauthorizedOperation)`.
    package let refused: [String]
  }

  private let client: AWSClient
  private let account: String
  private let plan: CollectionPlan

  /// Makes a probe of the listings of these kinds.
  package init(_ client: AWSClient, account: String, kinds: [ResourceKind]) {
    self.client = client
    self.account = account
    plan = CollectionPlan(kinds)
  }

  /// Makes the calls at once, those of no region where the partition keeps them; never throws.
  package func run(in region: String) async -> Outcome {
    let place = Partition.of(region: region).implicitRegion
    let calls = plan.calls.filter { $0.reach == .account || $0.isOffered(in: region) }
    let requests = calls.map { call in
      let region = call.reach == .account ? place : region
      let first = call.listing.keeper?.operation ?? call.listing.each?.line.first?.operation
      let request =
        first.map { AWSRequest(call.listing.service, $0, region: region) }
        ?? call.listing.request(of: account, at: region)
      return (request, call.listing.none)
    }
    let refused = await withTaskGroup(of: String?.self) { group in
      for (request, none) in requests { group.addTask { await refusal(of: request, none) } }
      return await group.reduce(into: [String]()) { refused, text in
        if let text { refused.append(text) }
      }
    }
    return Outcome(asked: requests.count, refused: refused.sorted())
  }

  private func refusal(of request: AWSRequest, _ none: [ResourceKind.ErrorSign]) async -> String? {
    do {
      var pages = try PageReading(of: request, by: client)
      _ = try await pages.next()
      return nil
    } catch let error as AWSError {
      // A part of the account that is not there, such as a password policy, was answered all the same.
      let isAnswer = none.contains { $0.fits(code: error.code, message: error.message) }
      return isAnswer ? nil : "\(request.apiOperation) (\(error.code))"
    } catch let problem as Problem {
      return "\(request.apiOperation) (\(problem.code))"
    } catch {
      return "\(request.apiOperation) (\(error))"
    }
  }
}
