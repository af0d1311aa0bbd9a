import { registry } from "@web/core/registry";

/** The code of the job comes with the address: `?code=GJ00001`. */
const getCode = () => new URLSearchParams(window.giftScanSearch).get("code");
window.giftScanSearch = window.location.search;

function scan(code) {
    return {
        content: `scan ${code ? "a wrong code" : "the job"}`,
        trigger: ".o_gift_scan input[type=text]",
        async run(helpers) {
            await helpers.edit(code || getCode());
            await helpers.press("Enter");
        },
    };
}

registry.category("web_tour.tours").add("gift_scan", {
    steps: () => [
        scan("4006381333931"),
        {
            content: "an unknown code is told",
            trigger: ".o_gift_scan_message[data-status=unknown]",
        },
        scan(),
        {
            content: "the job has moved",
            trigger: ".o_gift_scan_message[data-status=moved]:contains(In production)",
        },
        { content: "its text is shown", trigger: ".o_gift_scan_texts li:contains(أحمد)" },
        { content: "its picture is there", trigger: ".o_gift_scan_picture" },
        scan(),
        {
            content: "the second scan moves nothing",
            trigger: ".o_gift_scan_message[data-status=repeat]",
        },
        { content: "three scans are listed", trigger: ".o_gift_scan_history li:nth-child(3)" },
        {
            content: "the field is empty and has the focus",
            trigger: ".o_gift_scan input[type=text]:focus",
            run: ({ anchor }) => {
                if (anchor.value) {
                    throw new Error("The field still holds the code.");
                }
            },
        },
    ],
});
