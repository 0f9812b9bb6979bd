"""The form while its program dies, sleeps, is busy or out of reach: nothing that was typed is lost."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator

import psutil
import pytest
from cable import Cable
from entering import AGENCY, COERCION, LICENSES, PENALTIES, cell, enter, open_address, save, wait_for_draft
from jupyter_client import BlockingKernelClient
from playwright.sync_api import Locator, Page, expect
from serving import Served

from govreport.store import Store

A_MINUTE = 60_000


def kernels(served: Served) -> list[psutil.Process]:
    children = psutil.Process(served.process.pid).children(recursive=True)
    return [child for child in children if "ipykernel_launcher" in " ".join(child.cmdline())]


def broken(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text="与程序的连接已断开")


def reconnect(page: Page) -> None:
    """Press the button; the line may have come back by itself meanwhile, and the button be out of sight."""
    page.evaluate("() => document.querySelector('.govreport-entry .link button').click()")


def through(cable: Cable, address: str) -> str:
    return re.sub(r":\d+/", f":{cable.port}/", address, count=1)


def port_of(address: str) -> int:
    return int(re.search(r":(\d+)/", address)[1])


def test_what_was_typed_into_a_dead_program_is_filled_in_again(page: Page, served: Served):
    open_address(page, served.address)
    enter(page, LICENSES, "11")
    wait_for_draft(page)

    for kernel in kernels(served):
        kernel.kill()
    enter(page, PENALTIES, "22")

    expect(broken(page)).to_contain_text(re.compile(r"\d\d:\d\d以后键入的1处尚未保存"))
    expect(cell(page, PENALTIES)).to_have_attribute("readonly", "")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_disabled()
    page.keyboard.press("Delete")
    page.keyboard.type("3ddxx")
    expect(cell(page, PENALTIES)).to_have_value("22")
    icons = "() => [...document.querySelectorAll('.govreport-entry *')].map((one) => getComputedStyle(one, '::before').content)"
    assert [icon for icon in page.evaluate(icons) if "\uf127" in icon] == []

    page.get_by_role("button", name="重新连接").click()
    expect(page.locator(".notice.done")).to_contain_text("补填断开时键入的1处")
    expect(cell(page, LICENSES)).to_have_value("11")
    expect(cell(page, PENALTIES)).to_have_value("22")
    expect(cell(page, PENALTIES)).to_be_focused()
    assert page.locator(".jp-Dialog").count() == 0
    save(page)
    saved = Store(served.params).load(AGENCY, 2024)
    assert (saved.cell(LICENSES), saved.cell(PENALTIES)) == (11, 22)
    assert list(served.params.rglob("*draft*")) == []


@pytest.mark.parametrize("served", ["app"], indirect=True)
def test_texts_pastes_and_what_was_undone_come_back_as_they_stood(page: Page, served: Served):
    open_address(page, served.address, 2023)
    enter(page, COERCION, "7")
    wait_for_draft(page)
    for kernel in kernels(served):
        kernel.suspend()

    problems = cell(page, "narrative.problems")
    problems.fill("示例：公开不够及时。")
    enter(page, LICENSES, "11")
    cell(page, PENALTIES).focus()
    paste = """() => { const data = new DataTransfer(); data.setData("text/plain", "22");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    page.evaluate(paste)
    enter(page, COERCION, "9")
    page.keyboard.press("Control+z")
    for kernel in kernels(served):
        kernel.kill()
    page.get_by_role("button", name="重新连接").click()

    expect(page.locator(".notice.done")).to_contain_text("补填断开时键入的3处")
    expect(problems).to_have_value("示例：公开不够及时。")
    expect(cell(page, LICENSES)).to_have_value("11")
    expect(cell(page, PENALTIES)).to_have_value("22")
    expect(cell(page, COERCION)).to_have_value("7")


def test_a_program_that_the_server_ended_is_begun_anew(page: Page, in_lab: Served):
    open_address(page, in_lab.address)
    enter(page, LICENSES, "12")
    base, token = re.match(r"(http://[^/]+)/.*token=(\w+)", in_lab.address).groups()

    def ask(method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{base}{path}", method=method, headers={"Authorization": f"token {token}"})
        content: bytes = urllib.request.urlopen(request).read()
        return content

    for kernel in json.loads(ask("GET", "/api/kernels")):
        ask("DELETE", f"/api/kernels/{kernel['id']}")

    expect(broken(page)).to_be_visible()
    page.get_by_role("button", name="重新连接").click()
    expect(page.locator(".notice.done")).to_contain_text("已恢复离开前的内容")
    expect(cell(page, LICENSES)).to_have_value("12")
    assert page.locator(".jp-Dialog").count() == 0


@pytest.fixture
def cable(served: Served) -> Iterator[Cable]:
    """A cable to the server."""
    cable = Cable(port_of(served.address))
    yield cable
    cable.close()


def test_a_cut_network_locks_the_form_and_lets_it_go_on(page: Page, served: Served, cable: Cable):
    open_address(page, through(cable, served.address), 2022)
    enter(page, LICENSES, "13")
    wait_for_draft(page)

    cable.cut()
    expect(broken(page)).to_contain_text("此前填写的内容已存为草稿")
    expect(cell(page, LICENSES)).to_have_attribute("readonly", "")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    cable.mend()
    reconnect(page)

    expect(broken(page)).to_be_hidden()
    enter(page, PENALTIES, "14")
    save(page)
    saved = Store(served.params).load(AGENCY, 2022)
    assert (saved.cell(LICENSES), saved.cell(PENALTIES)) == (13, 14)


@pytest.mark.parametrize("served", ["lab"], indirect=True)
def test_what_the_network_swallowed_is_sent_again(page: Page, served: Served, cable: Cable):
    open_address(page, through(cable, served.address), 2021)
    enter(page, LICENSES, "15")
    wait_for_draft(page)

    cable.swallow()
    enter(page, PENALTIES, "16")
    enter(page, COERCION, "17")
    cable.cut()
    expect(broken(page)).to_contain_text("2处尚未保存")
    cable.mend()
    reconnect(page)

    expect(broken(page)).to_be_hidden()
    save(page)
    saved = Store(served.params).load(AGENCY, 2021)
    assert [saved.cell(path) for path in (LICENSES, PENALTIES, COERCION)] == [15, 16, 17]


# JupyterLab gives widgets a shell of their own, in which they answer while a cell runs
@pytest.mark.parametrize("served", ["app"], indirect=True)
def test_a_program_that_is_busy_for_a_minute_never_locks_the_form(page: Page, served: Served):
    open_address(page, served.address, 2020)
    connection = max(kernels(served), key=psutil.Process.create_time).cmdline()[-1]
    client = BlockingKernelClient(connection_file=connection)
    client.load_connection_file()
    client.start_channels()

    client.execute(f"import time; time.sleep({A_MINUTE // 1000})")
    enter(page, LICENSES, "18")
    expect(page.get_by_text("程序正忙")).to_be_visible()
    locked = "() => document.querySelector('.govreport-entry').classList.contains('down')"
    page.evaluate(f"() => {{ window.wasLocked = 0; setInterval(() => {{ window.wasLocked += ({locked})(); }}, 50); }}")
    # a real one: on a clock that the test turns, a slow server seems not to answer
    page.wait_for_timeout(A_MINUTE - 5_000)
    enter(page, PENALTIES, "19")

    expect(page.get_by_text("程序正忙")).to_be_hidden()
    save(page)
    client.stop_channels()
    assert page.evaluate("() => window.wasLocked") == 0
    saved = Store(served.params).load(AGENCY, 2020)
    assert (saved.cell(LICENSES), saved.cell(PENALTIES)) == (18, 19)


@pytest.mark.parametrize("served", ["lab"], indirect=True)
def test_after_the_machine_slept_everything_arrives(page: Page, served: Served):
    open_address(page, served.address, 2022)
    whole = psutil.Process(served.process.pid)
    asleep = [whole, *whole.children(recursive=True)]

    for process in asleep:
        process.suspend()
    enter(page, COERCION, "51")
    expect(page.get_by_text("程序正忙")).to_be_visible()
    for process in asleep:
        process.resume()

    expect(page.get_by_text("程序正忙")).to_be_hidden()
    save(page)
    assert Store(served.params).load(AGENCY, 2022).cell(COERCION) == 51


def test_in_a_persons_own_jupyterlab_running_again_fills_in_what_was_typed(page: Page, lab: pytest.FixtureRequest):
    page.goto(lab("notebooks/entry.ipynb"))
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    run = "() => window.jupyterapp.commands.execute('runmenu:run-all')"
    page.evaluate(run)
    page.get_by_role("searchbox", name="查找单位").fill("平潭")
    page.get_by_role("button", name="打开2024年度").click()
    enter(page, LICENSES, "41")
    wait_for_draft(page)

    kill = "import os, signal; os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"
    page.evaluate(
        "(code) => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code }); }",
        kill,
    )
    enter(page, PENALTIES, "42")
    expect(broken(page)).to_be_visible()
    page.locator(".jp-Dialog button").last.click()
    page.get_by_role("button", name="重新连接").click()
    expect(page.get_by_role("alert").filter(has_text="运行所有单元格")).to_be_visible()
    page.evaluate(run)

    expect(page.locator(".notice.done")).to_contain_text("已恢复离开前的内容")
    expect(cell(page, LICENSES)).to_have_value("41")
    expect(cell(page, PENALTIES)).to_have_value("42")
