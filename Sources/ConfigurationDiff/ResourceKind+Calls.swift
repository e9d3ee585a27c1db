package import ConfigurationModel

extension ResourceKind {
  /// An AWS call whose answer lists items: `ec2 describe-security-groups`, member `SecurityGroups`.
  package struct Listing: Hashable, Sendable {
    /// The CLI's service name: `ec2`, `iam`, `s3api`.
    package let service: String
    /// The CLI's operation name: `describe-security-groups`.
    package let operation: String
    /// The top-level member that holds the items; nil where the whole answer is one item.
    package let member: String?
    /// Where within a member's element the items stand (`Instances` of a reservation); nil where
    /// the element is the item.
    package let within: String?
    /// What the call is asked with when a kind is read live, in the CLI's spelling. `thisAccount` stands for the
    /// account's id.
    package let parameters: [String: ConfigurationValue]
    /// Where the parameter comes from that names one resource; nil where the call lists them all.
    package let each: Parent?
    /// The fields of details that its items have already.
    package let fields: Set<String>
    /// The field that names an item's region, where one call lists the items of all of them.
    package let regionField: String?
    /// The errors that mean that there is none of what the call lists.
    package let none: [ErrorSign]
    /// By what each list has a part of all there is; nil where one list has all.
    package let slicing: Slicing?
    /// Who of an organization has what the call lists; nil where each account has its own.
    package let keeper: Keeper?

    /// Whether the texts of a list of texts name its items. Where each is asked about by itself, or is in some region,
    /// a text stands for one that could not be read.
    package var namesByText: Bool { each == nil && regionField == nil }

    /// Makes a listing of every resource that one call lists, in the CLI's spelling; `member` is
    /// where the items stand.
    package init(
      _ service: String, _ operation: String, _ member: String?, within: String? = nil,
      parameters: [String: ConfigurationValue] = [:], each: Parent? = nil, fields: Set<String> = [],
      regionField: String? = nil, none: [ErrorSign] = [], slicing: Slicing? = nil,
      keeper: Keeper? = nil
    ) {
      self.service = service
      self.operation = operation
      self.member = member
      self.within = within
      self.parameters = parameters
      self.each = each
      self.fields = fields
      self.regionField = regionField
      self.none = none
      self.slicing = slicing
      self.keeper = keeper
    }
  }

  /// What a call wants to be told of which it is to list: policies of an organization by their type. Its lists for all
  /// words together are all there is.
  package struct Slicing: Hashable, Sendable {
    /// The request parameter that takes the word, in the CLI's spelling.
    package let parameter: String
    /// The field of each item that holds the word.
    package let field: String
    /// The words, as the call takes them: `TAG_POLICY`.
    package let words: [String]
    /// The errors with which the call says that it does not know a word. What a partition does not have there is none of.
    package let unknown: [ErrorSign]
    /// What people write for a word.
    private let short: [String: String]

    /// Makes a slicing; `short` gives further names of words, in lower case and without signs.
    package init(
      parameter: String, field: String, words: [String], unknown: [ErrorSign],
      short: [String: String] = [:]
    ) {
      self.parameter = parameter
      self.field = field
      self.words = words
      self.unknown = unknown
      self.short = short
    }

    /// The word that a file's name gives, in any case and with any signs between its parts, also without its last part:
    /// `tag-policy` and `tag` are `TAG_POLICY`. Nil where it is none.
    package func word(named text: String) -> String? {
      func plain(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
      }
      let name = plain(text)
      return short[name]
        ?? words.first { word in
          plain(word) == name || plain(word.split(separator: "_").dropLast().joined()) == name
        }
    }
  }

  /// The account of an organization that has what a call lists. Others have none of it: they are refused or, where they
  /// administer something for the organization, told what that account has.
  package struct Keeper: Hashable, Sendable {
    /// The call of the same service that names the account.
    package let operation: String
    /// The member of its answer that holds the account.
    package let member: String
    /// The field of the member that holds the account's id.
    package let field: String

    /// Makes a keeper that a call of the same service names.
    package init(_ operation: String, member: String, field: String) {
      self.operation = operation
      self.member = member
      self.field = field
    }
  }

  /// By what lists of the kind have a part of all there is each; nil where one list has all.
  package var slicing: Slicing? { listings.first?.slicing }

  /// An error that has a meaning of its own: its code and, where the code alone may mean something else too, words
  /// of its message.
  package struct ErrorSign: Hashable, Sendable {
    /// AWS's code, compared whole: `NoSuchBucketPolicy`.
    package let code: String
    /// What the message must hold; nil where the code alone tells.
    package let words: String?
    /// What the message must not hold: with these words the same code means something else.
    package let otherWords: String?

    /// Makes a sign; without words the code alone tells.
    package init(_ code: String, saying words: String? = nil, butNot otherWords: String? = nil) {
      self.code = code
      self.words = words
      self.otherWords = otherWords
    }

    /// Whether an error is this one.
    package func fits(code: String, message: String?) -> Bool {
      let message = message ?? ""
      return self.code == code && words.map { message.contains($0) } ?? true
        && !(otherWords.map { message.contains($0) } ?? false)
    }
  }

  /// What an item must say so that a call about it is made: a field with one of these values.
  package struct Condition: Hashable, Sendable {
    /// The field at the top of the item.
    package let field: String
    /// The texts of which it must be one; numbers and flags count by their texts.
    package let values: [String]

    /// Makes a condition on one field.
    package init(_ field: String, _ values: String...) {
      self.field = field
      self.values = values
    }

    /// Whether an item fulfils it; one without the field does not.
    package func holds(of item: ConfigurationValue) -> Bool {
      item[field]?.scalarText.map(values.contains) ?? false
    }
  }

  /// The text in a listing's parameters that stands for the id of the account that is read.
  package static let thisAccount = ConfigurationValue.string("{account}")

  /// A listing of the same service whose items another call is asked about one by one.
  package struct Parent: Hashable, Sendable {
    /// The operation in the CLI's spelling: `list-users`.
    package let operation: String
    /// The member of its answer that holds the items.
    package let member: String
    /// The field of its items that names them; nil where they are texts.
    package let field: String?
    /// The request parameter that takes the name.
    package let parameter: String
    /// The error codes with which the calls about an item say that it is not there. The operations declare them
    /// (AWS's service models), and mean nothing else by them.
    package let gone: [String]
    /// Which of its items are asked about; nil for all.
    package let only: Condition?
    /// Where the parents come from in turn, at most one: listeners of each load balancer.
    private let parents: [Parent]

    /// The call whose items this one is asked about one by one; nil where it lists them all.
    package var each: Parent? { parents.first }

    /// The calls from the first, which lists all it has, to this one.
    package var line: [Parent] { parents.flatMap(\.line) + [self] }

    /// Whether its texts name the items themselves: of a load balancer that is refused, no listener is known.
    package var namesItems: Bool { field == nil }

    /// Makes a parent whose items `parameter` of the other call takes one by one.
    package init(
      _ operation: String, _ member: String, field: String?, parameter: String,
      gone: [String] = [], only: Condition? = nil, each: Parent? = nil
    ) {
      self.operation = operation
      self.member = member
      self.field = field
      self.parameter = parameter
      self.gone = gone
      self.only = only
      parents = [each].compactMap(\.self)
    }
  }

  /// An AWS call about one resource whose answer becomes a part of its document.
  package struct Detail: Hashable, Sendable {
    /// The service in the CLI's spelling: `s3api`.
    package let service: String
    /// The operation in the CLI's spelling: `get-bucket-policy`.
    package let operation: String
    /// The request parameter that names the resource, in the CLI's spelling: `bucket`.
    package let parameter: String
    /// The field of the item's document the answer becomes.
    package let field: String
    /// The member of the answer that is taken; nil for the whole answer.
    package let member: String?
    /// The errors that mean "there is none", such as `NoSuchBucketPolicy`: the part is null. An error that says that
    /// the resource itself is not there, or the version of it that was asked about, is none of them: it is listed.
    package let absent: [ErrorSign]
    /// How a good answer says that there is none.
    package let none: Absence
    /// The field that names the resource in each item of the answer, where a call answers about several, or in the
    /// answer.
    package let namedBy: String?
    /// Members that every answer has besides, though AWS's models do not say so.
    package let beside: [String]
    /// Fields that what is taken has in every answer: one that lacks some was narrowed.
    package let within: [String]
    /// What the call is asked with besides when a kind is read live, in the CLI's spelling.
    package let parameters: [String: ConfigurationValue]
    /// Of which items the call is made; nil for all.
    package let only: Condition?

    /// Whether one call answers about every resource of a place: it takes no name.
    package var isOfAll: Bool { parameter.isEmpty }

    /// Makes a call about one resource; how it says "there is none" is in `absent` or `none`.
    package init(
      _ service: String, _ operation: String, parameter: String, field: String,
      member: String? = nil, beside: [String] = [], within: [String] = [],
      absent: [ErrorSign] = [], none: Absence = .said, namedBy: String? = nil,
      parameters: [String: ConfigurationValue] = [:], only: Condition? = nil
    ) {
      self.service = service
      self.operation = operation
      self.parameter = parameter
      self.field = field
      self.member = member
      self.absent = absent
      self.none = none
      self.namedBy = namedBy
      self.beside = beside
      self.within = within
      self.parameters = parameters
      self.only = only
    }

    /// A call that answers about every resource of a place at once. Its answer becomes a list of the items that name
    /// the resource.
    ///
    /// - Parameters:
    ///   - namedBy: The field of an item that names its resource. An item without it is nobody's.
    ///   - none: `.unnamed` where a resource that no item names has none.
    package init(
      ofAll service: String, _ operation: String, field: String, member: String, namedBy: String,
      none: Absence
    ) {
      self.init(
        service, operation, parameter: "", field: field, member: member, none: none,
        namedBy: namedBy)
    }

    /// Whether an error means that there is none of what was asked for.
    package func isAbsence(_ code: String, _ message: String?) -> Bool {
      absent.contains { $0.fits(code: code, message: message) }
    }

    /// How a good answer says that there is none of what was asked for. What has neither this nor the
    /// member is no answer: the part was not read.
    package enum Absence: Hashable, Sendable {
      /// By its member, which is there all the same: an empty list. Or by one of `absent`.
      case said
      /// By its member's null, as `get-bucket-location` does. Of every other call null is no answer.
      case null
      /// By having no member at all: the AWS CLI prints nothing then.
      case empty
      /// By lacking the member beside this one, which every answer has.
      case beside(String)
      /// By naming it in none of its items, where it answers about all.
      case unnamed
    }
  }

  /// A kind that says what items mean that name one of its resources: the entries of a prefix list that a security
  /// group lets in. It is read with them, also where nobody asked for it.
  package struct Companion: Sendable {
    /// The type of the resources that say it.
    package let type: ResourceType
    /// The fields that name its resources.
    private let fields: [FieldPath]

    /// Makes a companion whose resources these fields of an item name.
    package init(_ type: ResourceType, namedBy fields: FieldPath...) {
      self.type = type
      self.fields = fields
    }

    /// Whether an item, in the CLI's spelling, names one.
    package func isNamed(in item: ConfigurationValue) -> Bool {
      fields.contains { field in
        var isThere = false
        _ = item.transformed(at: field) { value in
          isThere = isThere || value.string != nil
          return value
        }
        return isThere
      }
    }
  }
}
