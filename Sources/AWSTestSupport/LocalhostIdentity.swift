extension LoopbackServer.Identity {
  /// Of 127.0.0.1, localhost and *.us-east-1.amazonaws.com, until 2120. It is for these tests and opens nothing.
  package static let localhost = LoopbackServer.Identity(
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBoDCCAUagAwIBAgIBATAKBggqhkjOPQQDAjAjMSEwHwYDVQQDDBhQbHVtYmxp
      bmUgdGVzdCBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAw
      MDBaMCMxITAfBgNVBAMMGFBsdW1ibGluZSB0ZXN0IGF1dGhvcml0eTBZMBMGByqG
      SM49AgEGCCqGSM49AwEHA0IABOPaGfKu68V66IdFT6d5Kckjj21nZEoWXCQ9T7um
      cJt1s5YRa/+xx9vuIDQDEPgjQppAyXxCMYOTRboJxcKum0+jaTBnMDUGA1UdEQQu
      MCyCCWxvY2FsaG9zdIIZKi51cy1lYXN0LTEuYW1hem9uYXdzLmNvbYcEfwAAATAP
      BgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQ5yeKTgj0L0d+ZJ+ANgOI0Yz/jCDAK
      BggqhkjOPQQDAgNIADBFAiEAki8paP8TDr8OnrKWDyrTFcL6xVH1dlysuNscOVOx
      suMCICo9PuwIpFJ0n78qJmxWOL1fYpyKXNCCu/qKAyx/7OW/
      -----END CERTIFICATE-----
      """,
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4Pvph/08v2FRgQok
      GVzaQRhrUPt5+0+SaiTtYkiT3FehRANCAATj2hnyruvFeuiHRU+neSnJI49tZ2RK
      FlwkPU+7pnCbdbOWEWv/scfb7iA0AxD4I0KaQMl8QjGDk0W6CcXCrptP
      -----END PRIVATE KEY-----
      """)
}
