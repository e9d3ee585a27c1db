package import ConfigurationModel

/// What must hold for any resource of some types, or for any change of one (NIST SP 800-53, CM-6): a condition in SQL that
/// finds what breaks it, and examples that say what it means.
package struct Guardrail: Hashable, Sendable {
  /// What the condition is asked of.
  package enum Subject: String, Hashable, Sendable, CaseIterable {
    /// Each resource as it stands.
    case state
    /// Each resource that changed, before and after.
    case transition
  }

  /// Where at least one resource has to be.
  package enum Extent: String, Hashable, Sendable, CaseIterable {
    case account
    case region
  }

  /// The controls of published standards that it serves, each by the numbers of that standard.
  package struct Controls: Hashable, Sendable {
    /// Recommendations of the CIS Amazon Web Services Foundations Benchmark 7.0: `6.2`.
    package let cis: [String]
    /// Controls of AWS Security Hub: `EC2.53`.
    package let securityHub: [String]
    /// Controls of NIST SP 800-53 Revision 5: `AC-4`.
    package let nist: [String]
    /// Requirements of PCI DSS 4.0.1: `1.3.1`.
    package let pci: [String]

    /// Makes controls by the numbers of each standard; what is left out has none.
    package init(
      cis: [String] = [], securityHub: [String] = [], nist: [String] = [], pci: [String] = []
    ) {
      self.cis = cis
      self.securityHub = securityHub
      self.nist = nist
      self.pci = pci
    }

    /// `CIS 6.2`, `EC2.53`, `NIST AC-4`, `PCI DSS 1.3.1`, in this order.
    package var names: [String] {
      cis.map { "CIS \($0)" } + securityHub + nist.map { "NIST \($0)" }
        + pci.map { "PCI DSS \($0)" }
    }
  }

  /// What a guardrail says of a resource.
  package enum Word: String, Hashable, Sendable, CaseIterable {
    case pass
    case fail
    /// Something that the condition needs was not read.
    case notObserved = "not-observed"
  }

  /// A resource of an example, as a call of AWS gives it.
  package struct Sample: Hashable, Sendable {
    /// The type of the resource.
    package let type: ResourceType
    /// Nil for what its document says.
    package let id: String?
    /// As the AWS CLI prints it; it is normalized before the condition sees it.
    package let configuration: ConfigurationValue
    /// The line at which it stands in the guardrail's file, from 1.
    package let line: Int

    /// Makes a sample; without an id, and without one in its document, its place in the example is
    /// its id.
    package init(type: ResourceType, id: String?, configuration: ConfigurationValue, line: Int) {
      self.type = type
      self.id = id
      self.configuration = configuration
      self.line = line
    }
  }

  /// What is there, and what the guardrail says of it: a test, and a piece of documentation.
  package struct Example: Hashable, Sendable {
    /// What it shows, in a few words.
    package let name: String
    /// Empty for a guardrail over states.
    package let before: [Sample]
    /// What stands.
    package let after: [Sample]
    /// What the guardrail must say of it: the worst of all resources of its types.
    package let expectation: Word
    /// The line at which it stands in the guardrail's file, from 1.
    package let line: Int

    /// Makes an example; only one of a transition has something before.
    package init(
      name: String, before: [Sample] = [], after: [Sample], expectation: Word, line: Int
    ) {
      self.name = name
      self.before = before
      self.after = after
      self.expectation = expectation
      self.line = line
    }
  }

  /// By which it is called: `ssh-open-to-world`.
  package let id: String
  /// What must hold, in one line.
  package let title: String
  /// How bad it is that something breaks it.
  package let severity: Severity
  /// Why it should hold.
  package let rationale: String
  /// The published controls that it serves; none where nobody published the like.
  package let controls: Controls
  /// The types of the resources that it judges.
  package let types: [ResourceType]
  /// Whether the condition is asked of what stands or of what changed.
  package let subject: Subject
  /// Where a resource of the types has to be at all; nil where there may be none.
  package let atLeastOneIn: Extent?
  /// A SELECT over the views whose rows are what breaks it; one column is `resource`.
  package let condition: String
  /// Its examples, in the order in which they are written.
  package let examples: [Example]
  /// Where it is written.
  package let place: Problem.Place
  /// Where its condition is written.
  package let conditionPlace: Problem.Place

  /// Makes a guardrail; whether its condition can be asked is seen when it is compiled.
  package init(
    id: String, title: String, severity: Severity, rationale: String,
    controls: Controls = Controls(), types: [ResourceType], subject: Subject = .state,
    atLeastOneIn: Extent? = nil, condition: String, examples: [Example] = [], place: Problem.Place,
    conditionPlace: Problem.Place? = nil
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.rationale = rationale
    self.controls = controls
    self.types = types
    self.subject = subject
    self.atLeastOneIn = atLeastOneIn
    self.condition = condition
    self.examples = examples
    self.place = place
    self.conditionPlace = conditionPlace ?? place
  }
}
