"""The entry form in a browser, as a person uses it: opened, looked at, pasted into, saved."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from serving import Served

SUQIAN = "宿迁市人民政府"
PINGTAN, AGENCY = "平潭综合实验区管委会", "fujian/pingtan"
LICENSES, PENALTIES, COERCION = (f"disclosure.{row}.decisions" for row in ("licenses", "penalties", "coercion"))


def open_form(page: Page, served: Served, name: str, year: int) -> None:
    """Open the address, choose the agency, open the year."""
    page.goto(served.address)
    choose(page, name, year)


def open_address(page: Page, address: str, year: int = 2024) -> None:
    """Open the address of a report of 平潭."""
    page.goto(f"{address}#unit={AGENCY}&year={year}")
    expect(page.get_by_role("heading", name=f"{PINGTAN}　{year}年度")).to_be_visible()


def choose(page: Page, name: str, year: int) -> None:
    page.get_by_role("searchbox", name="查找单位").fill(name)
    page.get_by_role("option", name=name).click()
    page.get_by_role("button", name=f"打开{year}年度").click()
    expect(page.get_by_role("heading", name=f"{name}　{year}年度")).to_be_visible()


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'[data-cell="{path}"]')


def enter(page: Page, path: str, text: str) -> None:
    field = cell(page, path)
    field.focus()
    page.keyboard.type(text)
    if field.input_value() != text:
        # JupyterLab took the focus to its notebook, as the button that had it was gone: who sees that goes back and types
        page.wait_for_timeout(1000)
        field.focus()
        page.keyboard.type(text)


def wait_for_draft(page: Page) -> None:
    expect(page.locator(".bar .status")).to_contain_text("草稿已存")


def findings(page: Page, rule: str) -> Locator:
    return page.locator(f'.findings [data-rule="{rule}"]')


def paste(page: Page, path: str, text: str, html: str = "") -> None:
    """Paste as Excel's clipboard would, with the cursor on a cell."""
    cell(page, path).click()
    page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [text, html],
    )


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".status")).to_contain_text("已保存")


def take_back(page: Page) -> None:
    """Undo everything that was done in the open report."""
    undo = page.locator(".bar .undo")
    while undo.is_enabled():
        undo.evaluate("button => button.click()")
        page.wait_for_timeout(30)
