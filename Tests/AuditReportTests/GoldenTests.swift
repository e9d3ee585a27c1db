import AuditReport
import PlumblineTestSupport
import Testing

@Test(arguments: SampleReport.all, ReportFormat.allCases)
func `a report is these bytes`(sample: SampleReport, format: ReportFormat) {
  let text = format.render(sample.report)
  expectGolden(text, "\(sample.name).\(format.fileExtension)")
  #expect(text == format.render(sample.report))
}
