"""Two members of a pod, played by zeep as it comes: reads the WSDL of a running gateway and goes through a request."""
import sys

import zeep
from lxml import etree
from zeep.exceptions import Fault

ENVELOPES = {
    "ApiServiceSoap": "http://schemas.xmlsoap.org/soap/envelope/",
    "ApiServiceSoap12": "http://www.w3.org/2003/05/soap-envelope",
}

address = sys.argv[1]
client = zeep.Client(address + "/soap/rapid?wsdl")
ports = {}
for service in client.wsdl.services.values():
    for port in service.ports.values():
        ports[port.name] = client.bind(service.name, port.name)
assert sorted(ports) == sorted(ENVELOPES), ports
print("ports", " ".join(sorted(ports)))


def who(code):
    return {
        "UserName": code + "-user",
        "Password": code.lower() + "-canary-password",
        "RequestingRapidCode": code,
        "RequestingBranchName": "Main",
    }


for name, port in sorted(ports.items()):
    inserted = port.InsertRequest(input=dict(
        who("NORTH"), RapidRequestType="Article", XRefRequestId="ZEEP-" + name,
        SuggestedIssns={"string": ["0272-4634", "1937-2809"]}, ArticleTitle="On \u00c6sop & <others>",
        ArticlePages="787-806", PatronJournalTitle="Journal of Examples", PatronJournalYear="2009", JournalVol="29",
        IsHoldingsCheckOnly=False, DoInsertLocalHolding=False, DoBlockLocalOnly=False))
    assert inserted.IsSuccessful and inserted.FoundMatch, inserted
    number = inserted.RapidRequestId

    lender = None
    for code in ("EAST", "WEST"):
        pending = port.RetrieveRequests(input=dict(
            who(code), QueueType="LenderPending", RapidRequestType="All", DoRetrieveTransactionHistory=True,
            DoRetrievePatronInfo=False, HoursOld=24))
        assert pending.IsSuccessful
        entries = pending.Transactions.Transaction if pending.Transactions else []
        for entry in entries:
            if entry.RapidRequestId == number:
                lender = code
                assert entry.ArticleTitle == "On \u00c6sop & <others>", entry.ArticleTitle
                assert entry.StateType == "Pending" and entry.DueDate is None
                assert len(entry.TransactionHistory.TranHistory) == 2
    assert lender, "no lender has it"

    filled = port.UpdateRequest(input=dict(
        who(lender), RapidRequestId=number, UpdateAction="Fill", UpdateComment="20 pages",
        ArticleExchangeAddress="https://delivery.example.org/d/zeep", ArticleExchangePassword="canary"))
    assert filled.IsSuccessful, filled.VerificationNote

    info = port.RetrieveRequestInfo(input=dict(who("NORTH"), RequestId=number))
    assert info.ArticleExchangeAddress == "https://delivery.example.org/d/zeep" and info.ArticleExchangePassword == "canary"
    history = port.RetrieveHistory(input=dict(who("NORTH"), RequestId=number))
    states = [step.StateType for step in history.HistoryTransactions.TranHistory]
    assert states == ["New", "Pending", "Filled"], states

    refused = port.UpdateRequest(input=dict(who("NORTH"), RapidRequestId=number, UpdateAction="Unfill"))
    assert not refused.IsSuccessful and refused.VerificationNote
    stranger = port.RetrieveHistory(input=dict(who("NORTH"), Password="wrong", RequestId=number))
    assert not stranger.IsSuccessful

    header = etree.Element("{urn:example}Unknown", nsmap={"soap": ENVELOPES[name]})
    header.set("{%s}mustUnderstand" % ENVELOPES[name], "1")
    try:
        port.RetrieveHistory(input=dict(who("NORTH"), RequestId=number), _soapheaders=[header])
        raise AssertionError("no fault")
    except Fault as fault:
        print("fault", name, fault.code, fault.message)
    print("done", name, number, lender)
