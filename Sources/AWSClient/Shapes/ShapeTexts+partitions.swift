// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let partitions = #"""
{
"aws":{"suffix":"amazonaws.com","prefixes":["us-","eu-","ap-","sa-","ca-","me-","af-","il-","mx-"],"regions":["af-south-1","ap-east-1","ap-east-2","ap-northeast-1","ap-northeast-2","ap-northeast-3","ap-south-1","ap-south-2","ap-southeast-1","ap-southeast-2","ap-southeast-3","ap-southeast-4","ap-southeast-5","ap-southeast-6","ap-southeast-7","ca-central-1","ca-west-1","eu-central-1","eu-central-2","eu-north-1","eu-south-1","eu-south-2","eu-west-1","eu-west-2","eu-west-3","il-central-1","me-central-1","me-south-1","mx-central-1","sa-east-1","us-east-1","us-east-2","us-west-1","us-west-2"],"fixed":{"iam":["iam.amazonaws.com","us-east-1"],"organizations":["organizations.us-east-1.amazonaws.com","us-east-1"]},"implicit":"us-east-1"},
"aws-cn":{"suffix":"amazonaws.com.cn","prefixes":["cn-"],"regions":["cn-north-1","cn-northwest-1"],"fixed":{"iam":["iam.cn-north-1.amazonaws.com.cn","cn-north-1"],"organizations":["organizations.cn-northwest-1.amazonaws.com.cn","cn-northwest-1"]},"implicit":"cn-northwest-1"},
"aws-eusc":{"suffix":"amazonaws.eu","prefixes":["eusc-de-"],"regions":["eusc-de-east-1"],"fixed":{},"implicit":"eusc-de-east-1"},"aws-iso":{"suffix":"c2s.ic.gov","prefixes":["us-iso-"],"regions":["us-iso-east-1","us-iso-west-1"],"fixed":{"iam":["iam.us-iso-east-1.c2s.ic.gov","us-iso-east-1"],"organizations":["organizations.us-iso-east-1.c2s.ic.gov","us-iso-east-1"]},"implicit":"us-iso-east-1"},
"aws-iso-b":{"suffix":"sc2s.sgov.gov","prefixes":["us-isob-"],"regions":["us-isob-east-1","us-isob-west-1"],"fixed":{"iam":["iam.us-isob-east-1.sc2s.sgov.gov","us-isob-east-1"],"organizations":["organizations.us-isob-east-1.sc2s.sgov.gov","us-isob-east-1"]},"implicit":"us-isob-east-1"},
"aws-iso-e":{"suffix":"cloud.adc-e.uk","prefixes":["eu-isoe-"],"regions":["eu-isoe-west-1"],"fixed":{"organizations":["organizations.eu-isoe-west-1.cloud.adc-e.uk","eu-isoe-west-1"]},"implicit":"eu-isoe-west-1"},
"aws-iso-f":{"suffix":"csp.hci.ic.gov","prefixes":["us-isof-"],"regions":["us-isof-east-1","us-isof-south-1"],"fixed":{"iam":["iam.us-isof-south-1.csp.hci.ic.gov","us-isof-south-1"],"organizations":["organizations.us-isof-south-1.csp.hci.ic.gov","us-isof-south-1"]},"implicit":"us-isof-south-1"},
"aws-us-gov":{"suffix":"amazonaws.com","prefixes":["us-gov-"],"regions":["us-gov-east-1","us-gov-west-1"],"fixed":{"iam":["iam.us-gov.amazonaws.com","us-gov-west-1"],"organizations":["organizations.us-gov-west-1.amazonaws.com","us-gov-west-1"]},"implicit":"us-gov-west-1"}
}
"""#
}
