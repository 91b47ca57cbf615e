@echo off
rem Sets everything up if need be, then starts Longshan Desk with the arguments given.
setlocal
call "%~dp0tools\setup.cmd" run || exit /b 1
"%~dp0.venv\Scripts\longshan-desk.exe" %*
