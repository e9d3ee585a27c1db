/// What can happen to an export between AWS and the import. No damage here makes a file say something
/// else that AWS could have said: what nothing in an answer tells is listed in Documentation/Sources.md.
enum Damage: CaseIterable {
  // What was answered, or not.
  case drop, empty, error, json, cut, cutAtBlock, zeroTail, token, errorBeside
  // What redirections and editors do.
  case crlf, byteOrderMark, wideCharacters, warningBefore, conflict, twice, gzipped, gzipCut
  // What tools make of an answer.
  case sortedKeys, listsToTexts, query, lines, slurped, concatenated, merged, yaml, text, table
  case unwrapped
  // What is taken out of it.
  case filterDetails, narrow, nullColumn, nullList, nullItem, emptyItem
  // What is in it twice, or in another file's place.
  case duplicate, staleDuplicate, swap, swapOfOneCall, swapOfRegions, staleCopy, ofOtherAccount
  case ofOtherRegion

  static let errors = [
    "An error occurred (AccessDenied) when calling the Describe operation: no",
    "\naws: [ERROR]: An error occurred (ThrottlingException) when calling the Describe operation: slow\n\nAdditional error details:\nType: User\n",
    "Could not connect to the endpoint URL: \"https://ec2.eu-west-1.amazonaws.com/\"\n",
    "\nUnable to locate credentials. You can configure credentials by running \"aws configure\".\n",
    "aws: [ERROR]: You must specify a region.\n",
    "Connection was closed before we received a valid response",
    "Code: AccessDenied\nMessage: no\n", "AccessDenied\tno\n", "| Code | AccessDenied |\n",
    "<html><head><title>502</title></head></html>",
    "<!DOCTYPE html>\n<html><body>Proxy Authentication Required</body></html>",
    "<?xml version=\"1.0\"?>\n<Error><Code>SlowDown</Code><Message>no</Message></Error>",
    "Traceback (most recent call last):\nbotocore.exceptions.ClientError: An error occurred (Throttling) when calling the X operation: no",
    "\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n",
    "bash: aws: command not found\n", "Killed\n", "Terminated", "None\n", "----\n|  |\n----\n",
    "partial text", "null", "\"\"", "[]", "[[]]", "[{}]", "[null]", "7", "false", "{", "\u{0}",
  ]

  static let answers = [
    #"{"Error":{"Code":"AccessDenied","Message":"no"}}"#,
    #"{"Code":"AccessDenied","Message":"no"}"#,
    #"{"message":"Rate exceeded"}"#, #"{"Message":"no","Type":"User"}"#,
    #"{"__type":"ThrottlingException","message":"slow"}"#,
    #"{"error":{"code":"X","message":"no"}}"#,
    #"{"error":"later"}"#, #"{"fault":{"faultstring":"no"}}"#, #"{"errors":[{"code":"X"}]}"#,
    #"{"ResponseMetadata":{"HTTPStatusCode":503}}"#,
    #"{"ResponseMetadata":{"HTTPStatusCode":206}}"#,
    #"{"status_code":403,"data":{"Error":{"Code":"AccessDenied"}}}"#,
    #"{"status_code":200,"data":{}}"#, #"{"ResultMetadata":{}}"#, #"{"NextToken":null}"#,
    #"{"Errors":[{"Code":"InternalError"}]}"#, #"{"Unknown":[]}"#, #"{"Output":{"__type":"x"}}"#,
  ]

  /// Columns that every answer of a call has.
  static let columns = [
    "ec2-describe-security-groups": ["IpPermissions", "IpPermissionsEgress", "Description"],
    "ec2-describe-route-tables": ["Routes", "Associations"],
    "ec2-describe-vpcs": ["CidrBlock", "InstanceTenancy"],
    "ec2-describe-volumes": ["VolumeType", "Encrypted"],
    "ec2-describe-addresses": ["Domain"],
    "ec2-describe-subnets": ["CidrBlock", "MapPublicIpOnLaunch"],
    "lambda-list-functions": ["CodeSha256", "Role"],
  ]
}
