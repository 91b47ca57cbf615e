@echo off
rem Sets everything up if need be, then checks style and types and runs the tests; arguments go to pytest.
setlocal
call "%~dp0tools\setup.cmd" test || exit /b 1
cd /d "%~dp0"
set "bin=.venv\Scripts"
"%bin%\ruff" check || exit /b 1
"%bin%\ruff" format --check || exit /b 1
"%bin%\mypy" || exit /b 1
"%bin%\python" -m pytest -n auto --dist worksteal %*
