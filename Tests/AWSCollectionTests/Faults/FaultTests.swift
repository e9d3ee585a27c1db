import AWSTestSupport
import Testing

/// An account of moto, read live through what goes wrong on the way. One test at a time: each measures
/// what its own faults cost.
@Suite(.serialized, .enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct FaultTests {
}
